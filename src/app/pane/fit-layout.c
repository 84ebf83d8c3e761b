/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/fit-layout.h"

/* Between two children, in pixels. */
#define SPACING 6

struct _SaffronFitLayout {
  GtkLayoutManager parent;

  gboolean homogeneous;
};

G_DEFINE_FINAL_TYPE (SaffronFitLayout,
                     saffron_fit_layout,
                     GTK_TYPE_LAYOUT_MANAGER)

enum { PROP_HOMOGENEOUS = 1 };

/* What the children ask for, in pixels, without what is between them. */
typedef struct {
  int count;
  int least;   /* the widest one's least width */
  int widest;  /* the widest one's natural width */
  int total;   /* all natural widths */
  int tallest; /* the tallest one's natural height */
  int heights; /* all natural heights */
} Wish;

/* The next child from @child on that has to be laid out, or NULL. */
static GtkWidget *
laid_out (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static GtkWidget *
first_child (GtkWidget *widget)
{
  return laid_out (gtk_widget_get_first_child (widget));
}

static GtkWidget *
next_child (GtkWidget *child)
{
  return laid_out (gtk_widget_get_next_sibling (child));
}

static int
natural (GtkWidget *child, GtkOrientation orientation)
{
  int size;

  gtk_widget_measure (child, orientation, -1, NULL, &size, NULL, NULL);
  return size;
}

static Wish
ask (GtkWidget *widget)
{
  Wish wish = { 0 };

  for (GtkWidget *c = first_child (widget); c != NULL; c = next_child (c))
    {
      int width = natural (c, GTK_ORIENTATION_HORIZONTAL);
      int height = natural (c, GTK_ORIENTATION_VERTICAL);
      int least;

      gtk_widget_measure (c, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL,
                          NULL);
      wish.count++;
      wish.least = MAX (wish.least, least);
      wish.widest = MAX (wish.widest, width);
      wish.total += width;
      wish.tallest = MAX (wish.tallest, height);
      wish.heights += height;
    }
  return wish;
}

static int
between (const Wish *wish)
{
  return MAX (wish->count - 1, 0) * SPACING;
}

static int
row_width (const SaffronFitLayout *self, const Wish *wish)
{
  return between (wish)
         + (self->homogeneous ? wish->count * wish->widest : wish->total);
}

static GtkSizeRequestMode
get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure (GtkLayoutManager *manager,
         GtkWidget *widget,
         GtkOrientation orientation,
         int for_size,
         int *minimum,
         int *wanted,
         int *minimum_baseline,
         int *wanted_baseline)
{
  SaffronFitLayout *self = SAFFRON_FIT_LAYOUT (manager);
  Wish wish = ask (widget);
  int row = row_width (self, &wish);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = wish.least;
      *wanted = row;
      return;
    }
  *minimum = *wanted = for_size < 0 || for_size >= row
                           ? wish.tallest
                           : wish.heights + between (&wish);
}

static void
allocate (GtkLayoutManager *manager,
          GtkWidget *widget,
          int width,
          int height,
          int baseline)
{
  SaffronFitLayout *self = SAFFRON_FIT_LAYOUT (manager);
  Wish wish = ask (widget);
  gboolean row = width >= row_width (self, &wish);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int share = (width - between (&wish)) / MAX (wish.count, 1);
  GtkAllocation box = { 0, 0, width, height };
  int at = 0;

  for (GtkWidget *c = first_child (widget); c != NULL; c = next_child (c))
    {
      GtkAllocation given;

      if (!row)
        box.height = natural (c, GTK_ORIENTATION_VERTICAL);
      else if (next_child (c) == NULL)
        box.width = width - at;
      else
        box.width =
            self->homogeneous ? share : natural (c, GTK_ORIENTATION_HORIZONTAL);
      box.x = row ? at : 0;
      given = box;
      if (mirrored)
        given.x = width - box.x - box.width;
      gtk_widget_size_allocate (c, &given, -1);
      if (row)
        at += box.width + SPACING;
      else
        box.y += box.height + SPACING;
    }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SaffronFitLayout *self = SAFFRON_FIT_LAYOUT (object);

  self->homogeneous = g_value_get_boolean (value);
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}

static void
saffron_fit_layout_class_init (SaffronFitLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  object_class->set_property = set_property;
  layout_class->get_request_mode = get_request_mode;
  layout_class->measure = measure;
  layout_class->allocate = allocate;
  g_object_class_install_property (
      object_class, PROP_HOMOGENEOUS,
      g_param_spec_boolean ("homogeneous", NULL, NULL, FALSE,
                            G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
}

static void
saffron_fit_layout_init (SaffronFitLayout *self)
{
}
