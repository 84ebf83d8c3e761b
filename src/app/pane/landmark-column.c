/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/landmark-column.h"

#include <glib/gi18n.h>
#include <math.h>

struct _SaffronLandmarkItem {
  GObject parent_instance;

  SaffronLandmarkEditor *editor;
  guint index;
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronLandmarkItem, saffron_landmark_item, G_TYPE_OBJECT)

static void
saffron_landmark_item_finalize (GObject *object)
{
  g_object_unref (SAFFRON_LANDMARK_ITEM (object)->editor);
  G_OBJECT_CLASS (saffron_landmark_item_parent_class)->finalize (object);
}

static void
saffron_landmark_item_class_init (SaffronLandmarkItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_landmark_item_finalize;

  signals[CHANGED] =
      g_signal_new ("changed", SAFFRON_TYPE_LANDMARK_ITEM, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
saffron_landmark_item_init (SaffronLandmarkItem *self)
{
}

SaffronLandmarkItem *
saffron_landmark_item_new (SaffronLandmarkEditor *editor, guint index)
{
  SaffronLandmarkItem *self = g_object_new (SAFFRON_TYPE_LANDMARK_ITEM, NULL);

  self->editor = g_object_ref (editor);
  self->index = index;
  return self;
}

guint
saffron_landmark_item_get_index (SaffronLandmarkItem *self)
{
  return self->index;
}

const SaffronLandmark *
saffron_landmark_item_get (SaffronLandmarkItem *self)
{
  return self->index < saffron_landmark_editor_get_n (self->editor)
             ? saffron_landmark_editor_get (self->editor, self->index)
             : NULL;
}

const SaffronLandmarkError *
saffron_landmark_item_get_error (SaffronLandmarkItem *self)
{
  return self->index < saffron_landmark_editor_get_n (self->editor)
             ? saffron_landmark_editor_get_error (self->editor, self->index)
             : NULL;
}

void
saffron_landmark_item_tell (SaffronLandmarkItem *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

const char *
saffron_landmark_column_title (SaffronLandmarkColumn column)
{
  switch (column)
    {
    case SAFFRON_LANDMARK_COLUMN_ACTIVE:
      return C_ ("column", "Use");
    case SAFFRON_LANDMARK_COLUMN_NUMBER:
      return _ ("No.");
    case SAFFRON_LANDMARK_COLUMN_NAME:
      return C_ ("column", "Name");
    case SAFFRON_LANDMARK_COLUMN_RESIDUAL:
      return _ ("px");
    case SAFFRON_LANDMARK_COLUMN_UM:
      return _ ("µm");
    case SAFFRON_LANDMARK_COLUMN_LEFT_OUT:
      return C_ ("column", "Left out");
    case SAFFRON_LANDMARK_COLUMN_FLAG:
      return C_ ("column", "Check");
    case SAFFRON_LANDMARK_COLUMN_SOURCE:
      return C_ ("column", "Source");
    case SAFFRON_LANDMARK_COLUMN_MATCH:
      return C_ ("column", "Match");
    }
  return "";
}

const char *
saffron_landmark_column_help (SaffronLandmarkColumn column)
{
  switch (column)
    {
    case SAFFRON_LANDMARK_COLUMN_ACTIVE:
      return _ ("Whether the landmark counts");
    case SAFFRON_LANDMARK_COLUMN_NUMBER:
      return _ ("The number beside the mark on the canvas");
    case SAFFRON_LANDMARK_COLUMN_NAME:
      return _ ("Name; edit it in place");
    case SAFFRON_LANDMARK_COLUMN_RESIDUAL:
      return _ ("Residual: how far the run misses it, reference pixels");
    case SAFFRON_LANDMARK_COLUMN_UM:
      return _ ("Residual: how far the run misses it, µm");
    case SAFFRON_LANDMARK_COLUMN_LEFT_OUT:
      return _ ("Leave-one-out: how far a fit to the others misses it, pixels");
    case SAFFRON_LANDMARK_COLUMN_FLAG:
      return _ ("Missed by far more than the others are: look at this one");
    case SAFFRON_LANDMARK_COLUMN_SOURCE:
      return _ ("Placed by hand, or the file it came from");
    case SAFFRON_LANDMARK_COLUMN_MATCH:
      return _ ("How alike both ends are by the snap that placed one, up to 1");
    }
  return "";
}

/* The figure of a column of figures. */
static double
value (SaffronLandmarkColumn column, SaffronLandmarkItem *item)
{
  const SaffronLandmarkError *error = saffron_landmark_item_get_error (item);
  const SaffronLandmark *landmark = saffron_landmark_item_get (item);

  if (error == NULL)
    return NAN;
  switch (column)
    {
    case SAFFRON_LANDMARK_COLUMN_ACTIVE:
      return landmark->active ? 0.0 : 1.0;
    case SAFFRON_LANDMARK_COLUMN_NUMBER:
      return item->index + 1.0;
    case SAFFRON_LANDMARK_COLUMN_RESIDUAL:
      return error->residual;
    case SAFFRON_LANDMARK_COLUMN_UM:
      return error->residual_um;
    case SAFFRON_LANDMARK_COLUMN_LEFT_OUT:
      return error->left_out;
    case SAFFRON_LANDMARK_COLUMN_FLAG:
      return error->outlier ? 0.0 : 1.0;
    case SAFFRON_LANDMARK_COLUMN_MATCH:
      return landmark->match;
    default:
      return NAN;
    }
}

char *
saffron_landmark_column_text (SaffronLandmarkColumn column,
                              SaffronLandmarkItem *item)
{
  const SaffronLandmark *landmark = saffron_landmark_item_get (item);
  double number = value (column, item);

  if (landmark == NULL)
    return g_strdup ("");
  switch (column)
    {
    case SAFFRON_LANDMARK_COLUMN_ACTIVE:
      return g_strdup (landmark->active ? C_ ("landmark", "Used")
                                        : C_ ("landmark", "Not used"));
    case SAFFRON_LANDMARK_COLUMN_NUMBER:
      return g_strdup_printf ("%.0f", number);
    case SAFFRON_LANDMARK_COLUMN_NAME:
      return g_strdup (landmark->name);
    case SAFFRON_LANDMARK_COLUMN_FLAG:
      return g_strdup (number == 0.0 ? _ ("Outlier") : "");
    case SAFFRON_LANDMARK_COLUMN_SOURCE:
      return g_strdup (g_str_equal (landmark->source, "manual")
                           ? C_ ("landmark", "by hand")
                           : landmark->source);
    case SAFFRON_LANDMARK_COLUMN_MATCH:
      return isfinite (number) ? g_strdup_printf ("%.2f", number)
                               : g_strdup ("–");
    default:
      return isfinite (number) ? g_strdup_printf ("%.1f", number)
                               : g_strdup ("–");
    }
}

int
saffron_landmark_column_compare (SaffronLandmarkColumn column,
                                 SaffronLandmarkItem *a,
                                 SaffronLandmarkItem *b)
{
  const SaffronLandmark *first = saffron_landmark_item_get (a);
  const SaffronLandmark *second = saffron_landmark_item_get (b);
  double x = value (column, a), y = value (column, b);

  if (first == NULL || second == NULL)
    return (first == NULL) - (second == NULL);
  if (column == SAFFRON_LANDMARK_COLUMN_NAME)
    return g_utf8_collate (first->name, second->name);
  if (column == SAFFRON_LANDMARK_COLUMN_SOURCE)
    return g_utf8_collate (first->source, second->source);
  if (isnan (x) || isnan (y))
    return isnan (x) - isnan (y);
  return (x > y) - (x < y);
}
