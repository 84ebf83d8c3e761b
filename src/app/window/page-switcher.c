/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/page-switcher.h"

struct _SaffronPageSwitcher {
  GtkWidget parent_instance;

  AdwViewStack *stack; /* none of ours; NULL when it is gone */
};

G_DEFINE_FINAL_TYPE (SaffronPageSwitcher,
                     saffron_page_switcher,
                     GTK_TYPE_WIDGET)

/* What the buttons ask for, in pixels. */
typedef struct {
  int count;
  int widest;
  int total; /* all widths */
  int tallest;
} Wish;

static int
ask_for (GtkWidget *button, GtkOrientation orientation)
{
  int natural;

  gtk_widget_measure (button, orientation, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static Wish
ask (GtkWidget *widget)
{
  Wish wish = { 0 };

  for (GtkWidget *c = gtk_widget_get_first_child (widget); c != NULL;
       c = gtk_widget_get_next_sibling (c))
    {
      int width = ask_for (c, GTK_ORIENTATION_HORIZONTAL);

      wish.count++;
      wish.total += width;
      wish.widest = MAX (wish.widest, width);
      wish.tallest = MAX (wish.tallest, ask_for (c, GTK_ORIENTATION_VERTICAL));
    }
  return wish;
}

/* How many buttons a row has: all, or as many as leave no row half empty. */
static int
count_columns (const Wish *wish, int width)
{
  if (width < 0 || wish->total <= width)
    return MAX (wish->count, 1);
  for (int columns = wish->count - 1; columns > 1; columns--)
    if (wish->count % columns == 0 && columns * wish->widest <= width)
      return columns;
  return 1;
}

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure (GtkWidget *widget,
         GtkOrientation orientation,
         int for_size,
         int *minimum,
         int *natural,
         int *minimum_baseline,
         int *natural_baseline)
{
  Wish wish = ask (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = wish.widest;
      *natural = wish.count * wish.widest;
    }
  else
    {
      int columns = count_columns (&wish, for_size);

      *minimum = *natural = (wish.count + columns - 1) / columns * wish.tallest;
    }
}

/* The buttons of a row are alike, unless only their own widths have room. */
static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  Wish wish = ask (widget);
  int columns = count_columns (&wish, width);
  gboolean alike = columns * wish.widest <= width;
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int spare = (width - wish.total) / columns;
  int i = 0;
  GtkAllocation box = { 0, 0, 0, wish.tallest };

  for (GtkWidget *c = gtk_widget_get_first_child (widget); c != NULL;
       c = gtk_widget_get_next_sibling (c), i++)
    {
      GtkAllocation given;

      if (i % columns == 0)
        box.x = 0;
      if (i % columns == columns - 1)
        box.width = width - box.x;
      else
        box.width = alike ? width / columns
                          : ask_for (c, GTK_ORIENTATION_HORIZONTAL) + spare;
      box.y = i / columns * wish.tallest;
      given = box;
      if (mirrored)
        given.x = width - box.x - box.width;
      gtk_widget_size_allocate (c, &given, -1);
      box.x += box.width;
    }
}

static const char *
get_name (GtkWidget *button)
{
  return gtk_widget_get_name (button);
}

static void
on_toggled (GtkToggleButton *button, gpointer user_data)
{
  SaffronPageSwitcher *self = user_data;
  gboolean active = gtk_toggle_button_get_active (button);

  gtk_accessible_update_state (GTK_ACCESSIBLE (button),
                               GTK_ACCESSIBLE_STATE_SELECTED, active, -1);
  if (active && self->stack != NULL)
    adw_view_stack_set_visible_child_name (self->stack,
                                           get_name (GTK_WIDGET (button)));
}

static void
on_page_shown (AdwViewStack *stack, GParamSpec *pspec, gpointer user_data)
{
  SaffronPageSwitcher *self = user_data;
  const char *name = adw_view_stack_get_visible_child_name (stack);
  GtkWidget *c = gtk_widget_get_first_child (GTK_WIDGET (self));

  while (c != NULL && g_strcmp0 (get_name (c), name) != 0)
    c = gtk_widget_get_next_sibling (c);
  if (c != NULL)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (c), TRUE);
}

/* (transfer floating) */
static GtkWidget *
make_button (AdwViewStackPage *page)
{
  const char *title = adw_view_stack_page_get_title (page);
  GtkWidget *button = g_object_new (GTK_TYPE_TOGGLE_BUTTON, "accessible-role",
                                    GTK_ACCESSIBLE_ROLE_TAB, "name",
                                    adw_view_stack_page_get_name (page), NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (
                                     adw_view_stack_page_get_icon_name (page)));
  gtk_box_append (GTK_BOX (box), gtk_label_new (title));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  return button;
}

static void
saffron_page_switcher_dispose (GObject *object)
{
  SaffronPageSwitcher *self = SAFFRON_PAGE_SWITCHER (object);
  GtkWidget *child;

  g_clear_weak_pointer (&self->stack);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (saffron_page_switcher_parent_class)->dispose (object);
}

static void
saffron_page_switcher_class_init (SaffronPageSwitcherClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = saffron_page_switcher_dispose;
  widget_class->get_request_mode = get_request_mode;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  gtk_widget_class_set_css_name (widget_class, "saffron-pages");
  gtk_widget_class_set_accessible_role (widget_class,
                                        GTK_ACCESSIBLE_ROLE_TAB_LIST);
}

static void
saffron_page_switcher_init (SaffronPageSwitcher *self)
{
}

void
saffron_page_switcher_set_stack (SaffronPageSwitcher *self, AdwViewStack *stack)
{
  g_autoptr (GtkSelectionModel) pages = adw_view_stack_get_pages (stack);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (pages));
  GtkWidget *first = NULL;

  g_set_weak_pointer (&self->stack, stack);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (AdwViewStackPage) page =
          g_list_model_get_item (G_LIST_MODEL (pages), i);
      GtkWidget *button = make_button (page);

      gtk_widget_set_parent (button, GTK_WIDGET (self));
      if (first == NULL)
        first = button;
      else
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button),
                                     GTK_TOGGLE_BUTTON (first));
      g_signal_connect_object (button, "toggled", G_CALLBACK (on_toggled), self,
                               0);
    }
  g_signal_connect_object (stack, "notify::visible-child",
                           G_CALLBACK (on_page_shown), self, 0);
  on_page_shown (stack, NULL, self);
}
