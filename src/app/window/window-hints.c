/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-hints.h"

#include <glib/gi18n.h>

#include "app/work/demo-slides.h"

/* In the order in which they come. */
typedef enum {
  HINT_COLOURS,
  HINT_REGISTER,
  HINT_LANDMARKS,
  N_HINTS, /* none */
} Hint;

/* As the settings have them. */
static const char *const names[N_HINTS] = { "colours", "register",
                                            "landmarks" };

struct _SaffronWindowHints {
  GObject parent_instance;

  SaffronShell *shell;
  SaffronHintBar *bar;
  GtkWidget *canvas;
  Hint shown;
};

G_DEFINE_FINAL_TYPE (SaffronWindowHints, saffron_window_hints, G_TYPE_OBJECT)

static void
saffron_window_hints_finalize (GObject *object)
{
  saffron_shell_unref (SAFFRON_WINDOW_HINTS (object)->shell);
  G_OBJECT_CLASS (saffron_window_hints_parent_class)->finalize (object);
}

static void
saffron_window_hints_class_init (SaffronWindowHintsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_window_hints_finalize;
}

static void
saffron_window_hints_init (SaffronWindowHints *self)
{
  self->shown = N_HINTS;
}

static GStrv
get_seen (SaffronWindowHints *self)
{
  return g_settings_get_strv (self->shell->settings, "hints-seen");
}

static void
add_seen (SaffronWindowHints *self, Hint hint)
{
  g_auto (GStrv) seen = get_seen (self);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) more = NULL;

  if (g_strv_contains ((const char *const *) seen, names[hint]))
    return;
  g_strv_builder_addv (builder, (const char **) seen);
  g_strv_builder_add (builder, names[hint]);
  more = g_strv_builder_end (builder);
  g_settings_set_strv (self->shell->settings, "hints-seen",
                       (const char *const *) more);
}

/* Whether both slides of the demo are on screen. */
static gboolean
is_demo (SaffronDocument *document)
{
  SaffronSession *session = saffron_document_get_session (document);

  return session != NULL && saffron_document_get_reference (document) != NULL
         && saffron_document_get_shown_layer (document) != NULL
         && saffron_demo_slides_is_one (
             saffron_session_get_reference_path (session));
}

static gboolean
has_run (SaffronDocument *document)
{
  SaffronMoving *moving = saffron_document_get_shown (document);

  return moving != NULL && saffron_moving_get_n_runs (moving) > 0;
}

static Hint
find (SaffronWindowHints *self)
{
  SaffronDocument *document = self->shell->document;
  g_auto (GStrv) seen = get_seen (self);
  gboolean run = has_run (document);
  gboolean fits[N_HINTS] = { TRUE, !run, run };

  if (!is_demo (document))
    return N_HINTS;
  for (Hint hint = 0; hint < N_HINTS; hint++)
    if (fits[hint]
        && !g_strv_contains ((const char *const *) seen, names[hint]))
      return hint;
  return N_HINTS;
}

/* The settings' colours, in their order there. */
static const char *
get_colours (SaffronWindowHints *self)
{
  static const char *const texts[] = {
    N_ ("The reference is green and the moving slide red: yellow is where they "
        "agree."),
    N_ ("The reference is green and the moving slide magenta: white is where "
        "they agree."),
    N_ ("The reference is red and the moving slide cyan: white is where they "
        "agree."),
  };
  guint colours = g_settings_get_enum (self->shell->settings, "colours");

  return _ (texts[MIN (colours, G_N_ELEMENTS (texts) - 1)]);
}

static const char *
get_text (SaffronWindowHints *self, Hint hint)
{
  switch (hint)
    {
    case HINT_COLOURS:
      return get_colours (self);
    case HINT_REGISTER:
      return _ ("Register, at the top, lays the moving slide on the reference. "
                "Its key is F5.");
    case HINT_LANDMARKS:
      return _ ("Where a result is wrong, hold Shift and drag the tissue to "
                "where it belongs. F1 opens the help.");
    case N_HINTS:
      break;
    }
  return NULL;
}

static void
update (SaffronWindowHints *self)
{
  GtkWidget *focus = gtk_window_get_focus (self->shell->window);
  Hint hint = N_HINTS;

  /* Who has registered knows how. */
  if (self->shown == HINT_REGISTER && has_run (self->shell->document))
    add_seen (self, HINT_REGISTER);
  hint = find (self);
  if (hint == N_HINTS && focus != NULL
      && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->bar)))
    gtk_widget_grab_focus (self->canvas);
  self->shown = hint;
  saffron_hint_bar_set_text (self->bar, get_text (self, hint));
}

/* The settings tell every window, this one too. */
static void
on_dismissed (SaffronHintBar *bar, SaffronWindowHints *self)
{
  if (self->shown != N_HINTS)
    add_seen (self, self->shown);
}

SaffronWindowHints *
saffron_window_hints_new (SaffronShell *shell,
                          SaffronHintBar *bar,
                          GtkWidget *canvas)
{
  SaffronWindowHints *self = g_object_new (SAFFRON_TYPE_WINDOW_HINTS, NULL);

  self->shell = saffron_shell_ref (shell);
  self->bar = bar;
  self->canvas = canvas;
  g_signal_connect_object (bar, "dismissed", G_CALLBACK (on_dismissed), self,
                           0);
  g_signal_connect_object (shell->document, "changed", G_CALLBACK (update),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (shell->settings, "changed::hints-seen",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (shell->settings, "changed::colours",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}
