/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-moving.h"

struct _SaffronWindowMoving {
  GObject parent_instance;

  SaffronShell *shell;
  GtkDropDown *choice;
  gboolean
      updating; /* the drop-down follows the document; ignore its signals */
};

G_DEFINE_FINAL_TYPE (SaffronWindowMoving, saffron_window_moving, G_TYPE_OBJECT)

static void
saffron_window_moving_finalize (GObject *object)
{
  SaffronWindowMoving *self = SAFFRON_WINDOW_MOVING (object);

  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_moving_parent_class)->finalize (object);
}

static void
saffron_window_moving_class_init (SaffronWindowMovingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_window_moving_finalize;
}

static void
saffron_window_moving_init (SaffronWindowMoving *self)
{
}

/* The moving slide at this index; NULL when there is none. */
static void
show_moving (SaffronWindowMoving *self, guint index)
{
  if (index < saffron_document_get_n_moving (self->shell->document))
    saffron_document_show_moving (
        self->shell->document,
        saffron_document_get_moving (self->shell->document, index));
}

static void
step_moving (SaffronWindowMoving *self, int step)
{
  SaffronMoving *shown = saffron_document_get_shown (self->shell->document);
  int n = (int) saffron_document_get_n_moving (self->shell->document);

  for (int i = 0; i < n; i++)
    if (saffron_document_get_moving (self->shell->document, (guint) i) == shown)
      {
        show_moving (self, (guint) ((i + step + n) % n));
        return;
      }
}

static void
on_next_moving (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  step_moving (user_data, 1);
}

static void
on_previous_moving (GSimpleAction *action,
                    GVariant *parameter,
                    gpointer user_data)
{
  step_moving (user_data, -1);
}

static void
on_show_moving (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_moving (user_data, g_variant_get_uint32 (parameter));
}

static void
on_swap (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronDocument *document =
      SAFFRON_WINDOW_MOVING (user_data)->shell->document;

  if (saffron_document_get_reference (document) != NULL
      && saffron_document_get_shown_layer (document) != NULL)
    saffron_session_swap (saffron_document_get_session (document),
                          saffron_document_get_shown (document));
}

/* Whether the focused widget pages by itself, as texts, sliders and lists
 * do. */
static gboolean
pages_itself (GtkWidget *focus)
{
  for (GtkWidget *at = focus; at != NULL; at = gtk_widget_get_parent (at))
    if (GTK_IS_EDITABLE (at) || GTK_IS_TEXT_VIEW (at) || GTK_IS_RANGE (at)
        || GTK_IS_LIST_VIEW (at) || GTK_IS_COLUMN_VIEW (at)
        || GTK_IS_POPOVER (at))
      return TRUE;
  return FALSE;
}

/* Scrolls the page of the pane that has the focus. Returns FALSE if there is
 * none or all of it is seen. */
static gboolean
scroll_page (GtkWidget *focus, GtkScrollType type)
{
  GtkWidget *scroller =
      focus == NULL ? NULL
                    : gtk_widget_get_ancestor (focus, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment = NULL;
  gboolean scrolled = FALSE;

  if (scroller == NULL)
    return FALSE;
  adjustment =
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  if (gtk_adjustment_get_upper (adjustment)
      <= gtk_adjustment_get_page_size (adjustment))
    return FALSE;
  g_signal_emit_by_name (scroller, "scroll-child", type, FALSE, &scrolled);
  return scrolled;
}

/* Before the rows of the pane, which take these keys and do nothing with
 * them. */
static gboolean
on_key (GtkEventControllerKey *controller,
        guint keyval,
        guint keycode,
        GdkModifierType state,
        gpointer user_data)
{
  SaffronWindowMoving *self = user_data;
  gboolean down = keyval == GDK_KEY_Page_Down || keyval == GDK_KEY_KP_Page_Down;
  gboolean up = keyval == GDK_KEY_Page_Up || keyval == GDK_KEY_KP_Page_Up;
  GtkWidget *focus = gtk_window_get_focus (self->shell->window);

  if ((!down && !up)
      || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0
      || pages_itself (focus))
    return GDK_EVENT_PROPAGATE;
  if (scroll_page (focus, down ? GTK_SCROLL_PAGE_DOWN : GTK_SCROLL_PAGE_UP))
    return GDK_EVENT_STOP;
  if (saffron_document_get_n_moving (self->shell->document) < 2)
    return GDK_EVENT_PROPAGATE;
  step_moving (self, down ? 1 : -1);
  return GDK_EVENT_STOP;
}

static const GActionEntry actions[] = {
  { "next-moving", on_next_moving },
  { "previous-moving", on_previous_moving },
  { "show-moving", on_show_moving, "u" },
  { "swap", on_swap },
};

static void
on_moving_chosen (GtkDropDown *choice, GParamSpec *pspec, gpointer user_data)
{
  SaffronWindowMoving *self = user_data;

  if (!self->updating)
    show_moving (self, gtk_drop_down_get_selected (choice));
}

static void
update_choice (SaffronWindowMoving *self, guint n)
{
  g_auto (GStrv) titles = saffron_document_name_moving (self->shell->document);
  g_autoptr (GtkStringList) names =
      gtk_string_list_new ((const char *const *) titles);
  guint selected = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < n; i++)
    if (saffron_document_get_moving (self->shell->document, i)
        == saffron_document_get_shown (self->shell->document))
      selected = i;
  self->updating = TRUE;
  gtk_drop_down_set_model (self->choice, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->choice, selected);
  self->updating = FALSE;
}

static void
on_document_changed (SaffronDocument *document, gpointer user_data)
{
  SaffronWindowMoving *self = user_data;
  guint n = saffron_document_get_n_moving (document);

  update_choice (self, n);
  gtk_widget_set_visible (GTK_WIDGET (self->choice), n > 1);
  saffron_shell_set_enabled (self->shell, "next-moving", n > 1);
  saffron_shell_set_enabled (self->shell, "previous-moving", n > 1);
  saffron_shell_set_enabled (
      self->shell, "swap",
      n > 0 && saffron_document_get_reference (document) != NULL);
}

static void
on_choice_setup (GtkListItemFactory *factory,
                 GtkListItem *item,
                 gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_width_chars (GTK_LABEL (label), 3);
  gtk_list_item_set_child (item, label);
}

static void
on_choice_bind (GtkListItemFactory *factory,
                GtkListItem *item,
                gpointer user_data)
{
  GtkStringObject *name = gtk_list_item_get_item (item);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (name));
}

/* A long file name is shortened in the header and whole in the list. */
static void
add_choice_factories (SaffronWindowMoving *self)
{
  g_autoptr (GtkListItemFactory) button = gtk_signal_list_item_factory_new ();
  GtkListItemFactory *list = gtk_drop_down_get_factory (self->choice);

  g_signal_connect (button, "setup", G_CALLBACK (on_choice_setup), NULL);
  g_signal_connect (button, "bind", G_CALLBACK (on_choice_bind), NULL);
  gtk_drop_down_set_list_factory (self->choice, list);
  gtk_drop_down_set_factory (self->choice, button);
}

SaffronWindowMoving *
saffron_window_moving_new (SaffronShell *shell, GtkDropDown *choice)
{
  SaffronWindowMoving *self = g_object_new (SAFFRON_TYPE_WINDOW_MOVING, NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->shell = saffron_shell_ref (shell);
  self->choice = choice;
  add_choice_factories (self);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (shell->document, "changed",
                           G_CALLBACK (on_document_changed), self, 0);
  g_signal_connect_object (choice, "notify::selected",
                           G_CALLBACK (on_moving_chosen), self, 0);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (shell->window), keys);
  on_document_changed (shell->document, self);
  return self;
}
