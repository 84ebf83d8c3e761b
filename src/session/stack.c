/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/stack.h"

#include <math.h>

#include "base/csv.h"
#include "session/slide-names.h"

typedef struct {
  char *path;
  SaffronSlideChoice choice;
  gboolean is_reference;
} Slide;

struct _SaffronStack {
  GPtrArray *slides; /* Slide */
  GArray *steps;     /* SaffronOrderStep; NULL before they are ordered */
  SaffronLikenessMatrix *matrix;
};

static void
slide_free (gpointer data)
{
  Slide *slide = data;

  g_free (slide->path);
  g_free (slide);
}

static Slide *
get_slide (const SaffronStack *stack, guint index)
{
  return stack->slides->pdata[index];
}

static void
add (SaffronStack *stack,
     const char *path,
     const SaffronSlideChoice *choice,
     gboolean is_reference)
{
  Slide *slide = g_new0 (Slide, 1);

  slide->path = g_strdup (path);
  slide->is_reference = is_reference;
  if (choice != NULL)
    slide->choice = *choice;
  g_ptr_array_add (stack->slides, slide);
}

SaffronStack *
saffron_stack_new (const char *reference, const SaffronSlideChoice *choice)
{
  SaffronStack *stack = g_new0 (SaffronStack, 1);

  stack->slides = g_ptr_array_new_with_free_func (slide_free);
  add (stack, reference, choice, TRUE);
  return stack;
}

void
saffron_stack_free (SaffronStack *stack)
{
  if (stack == NULL)
    return;
  g_ptr_array_unref (stack->slides);
  g_clear_pointer (&stack->steps, g_array_unref);
  g_clear_pointer (&stack->matrix, saffron_likeness_matrix_free);
  g_free (stack);
}

void
saffron_stack_add (SaffronStack *stack,
                   const char *moving,
                   const SaffronSlideChoice *choice)
{
  add (stack, moving, choice, FALSE);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const char *paths[2] = { (*(const Slide *const *) a)->path,
                           (*(const Slide *const *) b)->path };
  g_autofree char *first = g_path_get_basename (paths[0]);
  g_autofree char *second = g_path_get_basename (paths[1]);
  int order = saffron_slide_names_compare (first, second);

  return order != 0 ? order : saffron_slide_names_compare (paths[0], paths[1]);
}

static guint
find_reference (const SaffronStack *stack)
{
  guint at = 0;

  while (!get_slide (stack, at)->is_reference)
    at++;
  return at;
}

/* Each onto the reference alone. */
static GArray *
steps_as_added (const SaffronStack *stack)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (SaffronOrderStep));

  for (guint i = 0; i < stack->slides->len; i++)
    {
      SaffronOrderStep step = { .slide = i };

      if (!get_slide (stack, i)->is_reference)
        g_array_append_val (steps, step);
    }
  return steps;
}

gboolean
saffron_stack_order (SaffronStack *stack,
                     const SaffronParams *params,
                     SaffronJob *job,
                     GError **error)
{
  guint n = stack->slides->len;
  /* One slide has no others. */
  SaffronOrder order =
      n > 2 ? saffron_order_of (params) : SAFFRON_ORDER_REFERENCE;
  g_autofree SaffronSlide **slides = g_new0 (SaffronSlide *, n);

  g_clear_pointer (&stack->steps, g_array_unref);
  g_clear_pointer (&stack->matrix, saffron_likeness_matrix_free);
  if (order == SAFFRON_ORDER_REFERENCE)
    {
      stack->steps = steps_as_added (stack);
      return TRUE;
    }
  g_ptr_array_sort (stack->slides, compare);
  for (guint i = 0; order == SAFFRON_ORDER_CHAIN && i < n; i++)
    {
      g_autoptr (SaffronJob) part = saffron_job_new_part (job, 0.0, 0.0);

      slides[i] =
          saffron_slide_open_lazily (get_slide (stack, i)->path,
                                     &get_slide (stack, i)->choice, part, NULL);
    }
  stack->steps = saffron_order_find (slides, n, find_reference (stack), params,
                                     job, &stack->matrix, error);
  for (guint i = 0; i < n; i++)
    g_clear_object (&slides[i]);
  return stack->steps != NULL;
}

guint
saffron_stack_get_n (const SaffronStack *stack)
{
  return stack->steps->len;
}

static const SaffronOrderStep *
get_step (const SaffronStack *stack, guint turn)
{
  return &g_array_index (stack->steps, SaffronOrderStep, turn);
}

const char *
saffron_stack_get_path (const SaffronStack *stack, guint turn)
{
  return get_slide (stack, get_step (stack, turn)->slide)->path;
}

guint
saffron_stack_find_turn (const SaffronStack *stack, const char *path)
{
  guint n = saffron_stack_get_n (stack), turn = 0;

  while (turn < n && !g_str_equal (saffron_stack_get_path (stack, turn), path))
    turn++;
  return turn;
}

GPtrArray *
saffron_stack_get_over (const SaffronStack *stack, guint turn)
{
  const SaffronOrderStep *step = get_step (stack, turn);
  GPtrArray *over = g_ptr_array_new ();

  for (guint i = 0; i < step->n_over; i++)
    g_ptr_array_add (over, get_slide (stack, step->over[i])->path);
  return over;
}

static void
append_row (GString *csv, const SaffronLikenessMatrix *matrix, guint row)
{
  for (guint i = 0; i < matrix->n; i++)
    {
      double value = saffron_likeness_matrix_get (matrix, row, i);
      char text[G_ASCII_DTOSTR_BUF_SIZE] = "";

      if (isfinite (value))
        g_ascii_formatd (text, sizeof text, "%.4f", value);
      g_string_append_printf (csv, ",%s", text);
    }
  g_string_append_c (csv, '\n');
}

char *
saffron_stack_to_csv (const SaffronStack *stack)
{
  GString *csv = NULL;
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_auto (GStrv) names = NULL;

  if (stack->matrix == NULL)
    return NULL;
  for (guint i = 0; i < stack->slides->len; i++)
    g_ptr_array_add (paths, get_slide (stack, i)->path);
  names = saffron_slide_names_tell_apart (paths);
  csv = g_string_new ("slide");
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_string_append_c (csv, ',');
      saffron_csv_append (csv, names[i]);
    }
  g_string_append_c (csv, '\n');
  for (guint i = 0; names[i] != NULL; i++)
    {
      saffron_csv_append (csv, names[i]);
      append_row (csv, stack->matrix, i);
    }
  return g_string_free (csv, FALSE);
}

SaffronRun *
saffron_stack_register (SaffronSlide *reference,
                        SaffronSlide *moving,
                        const SaffronRegisterOptions *options,
                        GPtrArray *over,
                        SaffronJob *job,
                        GError **error)
{
  guint n = over != NULL ? over->len : 0, n_open = 0;
  g_autofree SaffronChainLink *links = g_new0 (SaffronChainLink, n + 1);
  SaffronRun *run = NULL;

  for (guint i = 0; i < n; i++)
    {
      const SaffronStackSlide *slide = over->pdata[i];
      g_autoptr (SaffronJob) part = saffron_job_new_part (job, 0.0, 0.0);
      SaffronSlide *open =
          saffron_slide_open_lazily (slide->path, &slide->choice, part, NULL);

      if (open != NULL)
        links[n_open++] = (SaffronChainLink){ open, slide->run, slide->name };
    }
  run = saffron_register_chain (reference, moving, options, links, n_open, job,
                                error);
  for (guint i = 0; i < n_open; i++)
    g_object_unref (links[i].slide);
  return run;
}
