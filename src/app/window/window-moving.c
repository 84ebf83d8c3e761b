/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-moving.h"

#include "app/pane/slide-verdict.h"
#include "app/window/switcher-items.h"

struct _SaffronWindowMoving {
  GObject parent_instance;

  SaffronShell *shell;
  GtkDropDown *choice;
  char *seen;        /* what the drop-down shows, as text */
  GPtrArray *slides; /* SaffronMoving: its items */
  gboolean
      updating; /* the drop-down follows the document; ignore its signals */
};

G_DEFINE_FINAL_TYPE (SaffronWindowMoving, saffron_window_moving, G_TYPE_OBJECT)

static void
saffron_window_moving_finalize (GObject *object)
{
  SaffronWindowMoving *self = SAFFRON_WINDOW_MOVING (object);

  g_free (self->seen);
  g_ptr_array_unref (self->slides);
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
  self->slides = g_ptr_array_new_with_free_func (g_object_unref);
}

/* In the order of the switcher. */
static void
step_moving (SaffronWindowMoving *self, int step)
{
  SaffronDocument *document = self->shell->document;
  g_autoptr (GPtrArray) list = saffron_document_list_moving (document);
  int n = (int) list->len;
  guint at = 0;

  if (g_ptr_array_find (list, saffron_document_get_shown (document), &at))
    saffron_document_show_moving (document,
                                  list->pdata[((int) at + step + n) % n]);
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
  SaffronDocument *document =
      SAFFRON_WINDOW_MOVING (user_data)->shell->document;
  guint index = g_variant_get_uint32 (parameter);

  if (index < saffron_document_get_n_moving (document))
    saffron_document_show_moving (
        document, saffron_document_get_moving (document, index));
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
  guint index = gtk_drop_down_get_selected (choice);

  if (!self->updating && index < self->slides->len)
    saffron_document_show_moving (self->shell->document,
                                  self->slides->pdata[index]);
}

/* (transfer full): all that the drop-down shows of @slides. */
static char *
describe (SaffronDocument *document, GPtrArray *slides)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < slides->len; i++)
    {
      SaffronMoving *moving = slides->pdata[i];
      g_autofree char *name = saffron_document_name_slide (
          document, saffron_moving_get_path (moving));
      g_autofree char *error = saffron_slide_verdict_error (document, moving);

      g_string_append_printf (
          text, "%s%p %d %s %s\n",
          moving == saffron_document_get_shown (document) ? ">" : "",
          (void *) moving, saffron_moving_get_state (moving), error, name);
    }
  return g_string_free (text, FALSE);
}

/* A list that is open stays open while nothing in it changes. */
static void
update_choice (SaffronWindowMoving *self)
{
  SaffronDocument *document = self->shell->document;
  g_autoptr (GPtrArray) slides = saffron_document_list_moving (document);
  g_autofree char *seen = describe (document, slides);

  if (g_strcmp0 (seen, self->seen) == 0)
    return;
  g_free (self->seen);
  self->seen = g_steal_pointer (&seen);
  g_ptr_array_set_size (self->slides, 0);
  for (guint i = 0; i < slides->len; i++)
    g_ptr_array_add (self->slides, g_object_ref (slides->pdata[i]));
  self->updating = TRUE;
  saffron_switcher_items_fill (self->choice, document, self->slides);
  self->updating = FALSE;
}

static void
on_document_changed (SaffronDocument *document, gpointer user_data)
{
  SaffronWindowMoving *self = user_data;
  guint n = saffron_document_get_n_moving (document);

  update_choice (self);
  gtk_widget_set_visible (GTK_WIDGET (self->choice), n > 1);
  saffron_shell_set_enabled (self->shell, "next-moving", n > 1);
  saffron_shell_set_enabled (self->shell, "previous-moving", n > 1);
  saffron_shell_set_enabled (
      self->shell, "swap",
      n > 0 && saffron_document_get_reference (document) != NULL);
}

SaffronWindowMoving *
saffron_window_moving_new (SaffronShell *shell, GtkDropDown *choice)
{
  SaffronWindowMoving *self = g_object_new (SAFFRON_TYPE_WINDOW_MOVING, NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->shell = saffron_shell_ref (shell);
  self->choice = choice;
  saffron_switcher_items_set_up (choice, shell->document);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (shell->document, "changed",
                           G_CALLBACK (on_document_changed), self, 0);
  g_signal_connect_object (shell->document, "edited",
                           G_CALLBACK (update_choice), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (choice, "notify::selected",
                           G_CALLBACK (on_moving_chosen), self, 0);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (shell->window), keys);
  on_document_changed (shell->document, self);
  return self;
}
