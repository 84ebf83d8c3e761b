/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/accels.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* The groups of keys. */
static const char in_file[] = NC_ ("keys", "File");
static const char in_edit[] = NC_ ("keys", "Edit");
static const char in_view[] = NC_ ("keys", "View");
static const char in_canvas[] = NC_ ("keys", "Canvas");
static const char in_mode[] = NC_ ("keys", "Mode");
static const char in_level[] = NC_ ("keys", "Level");
static const char in_register[] = NC_ ("keys", "Register");
static const char in_lay_by_hand[] = NC_ ("keys", "Lay by hand");
static const char in_runs[] = NC_ ("keys", "Runs");
static const char in_landmarks[] = NC_ ("keys", "Landmarks");
static const char in_quality[] = NC_ ("keys", "Quality");
static const char in_general[] = NC_ ("keys", "General");
static const char in_pointer[] = NC_ ("keys", "Pointer");

typedef struct {
  const char *group;  /* in_file … */
  const char *action; /* detailed name */
  const char *keys;   /* separated by blanks */
  const char *title;
} Accel;

/* Keys that would type something belong to the window and do nothing while the
 * focus is in a text; the others belong to the application. Where a key is
 * plus, minus or a digit, the same key of the keypad works too. */
static const Accel accels[] = {
  { in_file, "win.open-reference", "<Control>o", N_ ("Open a reference") },
  { in_file, "win.open-moving", "<Control><Shift>o", N_ ("Add moving slides") },
  { in_file, "win.open-session", "<Control><Alt>o", N_ ("Open a session") },
  { in_file, "win.open-folder", "<Control><Shift>d",
    N_ ("Open a folder of slides") },
  { in_file, "win.open-slides", "<Control><Alt>a",
    N_ ("Open slides, the reference among them") },
  { in_file, "win.demo", "<Control><Alt>d",
    N_ ("Make and open two synthetic slides") },
  { in_file, "win.recover", "<Control><Alt>r",
    N_ ("Recover what was not saved") },
  { in_file, "win.keep-draft", "<Control><Alt>l",
    N_ ("Keep unsaved edits for later") },
  { in_file, "win.discard-draft", "<Control><Alt>x",
    N_ ("Discard what was not saved") },
  { in_file, "win.locate", "<Control>l", N_ ("Locate a missing slide") },
  { in_file, "win.open-left", "<Control><Shift>l",
    N_ ("Open the slides whose opening was cancelled") },
  { in_file, "win.save", "<Control>s", N_ ("Save the session") },
  { in_file, "win.save-as", "<Control><Shift>s",
    N_ ("Save the session under another name") },
  { in_file, "win.swap", "<Control>e",
    N_ ("Swap the reference and the moving slide") },
  { in_file, "app.new-window", "<Control>n", N_ ("New window") },
  { in_file, "win.close-window", "<Control>w", N_ ("Close the window") },
  { in_file, "app.quit", "<Control>q", N_ ("Quit") },
  { in_edit, "win.undo", "<Control>z", N_ ("Undo") },
  { in_edit, "win.redo", "<Control><Shift>z <Control>y", N_ ("Redo") },
  { in_edit, "win.remove-moving", "<Control>Delete",
    N_ ("Remove the shown moving slide from the session") },
  { in_register, "win.register", "<Control>r F5",
    N_ ("Register the shown moving slide") },
  { in_register, "win.register-all", "<Shift>F5",
    N_ ("Register all moving slides that have no run like that") },
  { in_register, "win.cancel", "Escape", N_ ("Cancel") },
  { in_runs, "win.export-qc", "<Control><Shift>q",
    N_ ("Export a picture of how well the slides agree") },
  { in_runs, "win.export-warp", "<Control><Shift>e",
    N_ ("Export the moving slide as it lies on the reference") },
  { in_runs, "win.export-merge", "<Control><Shift>m",
    N_ ("Export all registered slides as one") },
  { in_runs, "win.export-transform", "<Control><Shift>t",
    N_ ("Export the transform for other programs") },
  { in_runs, "win.cluster(uint32 0)", "<Control><Shift>k",
    N_ ("Take the run’s settings to a cluster") },
  { in_runs, "win.run-arrows", "v",
    N_ ("Show or hide how the other run differs") },
  { in_runs, "win.before-bending", "<Shift>w",
    N_ ("Show what was before the run bent the slide, or all of it") },
  { in_runs, "win.runs-side-by-side", "<Shift>b",
    N_ ("Show two runs side by side") },
  { in_register, "win.draw-region", "g",
    N_ ("Draw or change the region to register; Escape ends it") },
  { in_register, "win.region-from-view", "<Shift>g",
    N_ ("Take what the canvas shows as the region") },
  { in_register, "win.clear-region", "<Control><Shift>g", N_ ("No region") },
  { in_register, "win.register-region", "<Control>F5",
    N_ ("Register the region alone") },
  { in_register, "win.show-sweep", "<Control><Shift>r",
    N_ ("Register with several values of parameters") },
  { in_lay_by_hand, "win.lay-by-hand", "h",
    N_ ("Lay the moving slide by hand; Escape ends it") },
  { in_lay_by_hand, "win.start-turn(90.0)", "y",
    N_ ("Turn the moving slide by 90° to the right") },
  { in_lay_by_hand, "win.start-turn(-90.0)", "<Shift>y",
    N_ ("Turn it by 90° to the left") },
  { in_lay_by_hand, "win.start-flip", "<Shift>h",
    N_ ("Mirror it left to right") },
  { in_lay_by_hand, "win.start-scale(1.02)", "<Alt>plus <Alt>equal",
    N_ ("Make it larger by 2 %") },
  { in_lay_by_hand, "win.start-scale(0.98)", "<Alt>minus",
    N_ ("Make it smaller by 2 %") },
  { in_lay_by_hand, "win.start-reset", "<Control><Shift>h",
    N_ ("Let the search find how it lies") },
  { in_landmarks, "win.landmark-tool", "l",
    N_ ("Place and move landmarks; Escape ends it") },
  { in_landmarks, "win.next-landmark", "k", N_ ("Go to the next landmark") },
  { in_landmarks, "win.previous-landmark", "<Shift>k",
    N_ ("Go to the previous landmark") },
  { in_landmarks, "win.zoom-to-landmark", "z",
    N_ ("Show the landmark at full resolution") },
  { in_landmarks, "win.snap", "j",
    N_ ("Snap landmarks that are placed or dragged, or do not") },
  { in_landmarks, "win.snap-landmark", "<Shift>j",
    N_ ("Snap the landmark to the best match") },
  { in_landmarks, "win.use-landmark", "u", N_ ("Use the landmark, or do not") },
  { in_landmarks, "win.delete-landmark", "Delete", N_ ("Delete the landmark") },
  { in_landmarks, "win.import-landmarks", "<Control>i",
    N_ ("Import landmarks") },
  { in_landmarks, "win.export-landmarks", "<Control><Shift>i",
    N_ ("Export landmarks") },
  { in_view, "win.zoom-in", "plus equal <Control>plus <Control>equal",
    N_ ("Zoom in") },
  { in_view, "win.zoom-out", "minus <Control>minus", N_ ("Zoom out") },
  { in_view, "win.zoom-fit", "f <Control>0", N_ ("Show the whole slide") },
  { in_view, "win.zoom-to(1.0)", "1 <Control>1", N_ ("One to one") },
  { in_view, "win.zoom-to(2.0)", "2 <Control>2", N_ ("Two to one") },
  { in_view, "win.zoom-to(4.0)", "4 <Control>4", N_ ("Four to one") },
  { in_view, "win.zoom-to(0.5)", "<Alt>2", N_ ("One to two") },
  { in_view, "win.zoom-to(0.25)", "<Alt>4", N_ ("One to four") },
  { in_view, "win.zoom-to(0.125)", "<Alt>8", N_ ("One to eight") },
  { in_view, "win.zoom-to(0.0625)", "<Alt>6", N_ ("One to sixteen") },
  { in_quality, "win.next-place", "n", N_ ("Go to the next worst place") },
  { in_quality, "win.previous-place", "<Shift>n",
    N_ ("Go to the previous worst place") },
  { in_quality, "win.flicker", "<Shift>f",
    N_ ("Show the two slides in turn; Escape ends it") },
  { in_quality, "win.place-landmark", "i",
    N_ ("Place a landmark at the worst place") },
  { in_quality, "win.copy-quality", "<Control><Shift>c",
    N_ ("Copy the picture and the numbers") },
  { in_quality, "win.export-report", "<Control>p",
    N_ ("Write a report on all slides of the session") },
  { in_view, "win.next-unverified", "<Shift>u",
    N_ ("Show the next moving slide that is not verified") },
  { in_view, "win.overview", "<Control>t",
    N_ ("Show a small picture of every moving slide") },
  { in_view, "win.next-moving", "Page_Down",
    N_ ("Show the next moving slide") },
  { in_view, "win.previous-moving", "p Page_Up",
    N_ ("Show the previous moving slide") },
  { in_view, "win.next-quality-map", "e",
    N_ ("Show the next map of the run: of its errors, …") },
  { in_view, "win.quality-map::off", "<Shift>e", N_ ("Show no map") },
  { in_view, "win.minimap", "m", N_ ("Show or hide the overview") },
  { in_view, "win.other-part", "F6",
    N_ ("Go from the canvas to the pane, or back") },
  { in_view, "win.pane", "F9", N_ ("Show or hide the side pane") },
  { in_view, "win.page::slides", "<Control><Alt>1",
    N_ ("Show the page about the slides") },
  { in_view, "win.page::register", "<Control><Alt>2",
    N_ ("Show the page of parameters") },
  { in_view, "win.page::runs", "<Control><Alt>3",
    N_ ("Show the page of runs") },
  { in_view, "win.page::landmarks", "<Control><Alt>4",
    N_ ("Show the page of landmarks") },
  { in_view, "win.page::quality", "<Control><Alt>5",
    N_ ("Show the page of quality") },
  { in_view, "win.fullscreen", "F11", N_ ("Full screen") },
  { in_mode, "win.mode::overlay", "o", N_ ("Overlay") },
  { in_mode, "win.mode::checkerboard", "c", N_ ("Checkerboard") },
  { in_mode, "win.mode::swipe", "s", N_ ("Swipe") },
  { in_mode, "win.swipe-direction", "<Shift>s",
    N_ ("Turn the edge of the swipe") },
  { in_mode, "win.mode::difference", "d", N_ ("Difference") },
  { in_mode, "win.mode::reference", "r", N_ ("Reference only") },
  { in_mode, "win.mode::moving", "t", N_ ("Moving only") },
  { in_mode, "win.mode::side-by-side", "b", N_ ("Side by side") },
  { in_mode, "win.mode::lens", "<Shift>l", N_ ("Lens") },
  { in_mode, "win.mode::composite", "<Shift>c",
    N_ ("Composite of all registered slides") },
  { in_mode, "win.colours::red-green", "<Control><Alt>7",
    N_ ("Red and green") },
  { in_mode, "win.colours::magenta-green", "<Control><Alt>8",
    N_ ("Magenta and green") },
  { in_mode, "win.colours::cyan-red", "<Control><Alt>9", N_ ("Cyan and red") },
  { in_level, "win.level::auto", "a", N_ ("Choose the level automatically") },
  { in_level, "win.level-finer", "bracketleft", N_ ("A finer level") },
  { in_level, "win.level-coarser", "bracketright", N_ ("A coarser level") },
  { in_general, "win.menu", "F10", N_ ("Open the menu") },
  { in_general, "app.preferences", "<Control>comma", N_ ("Preferences") },
  { in_general, "app.help", "F1", N_ ("Help") },
  { in_general, "app.about", "<Shift>F1", N_ ("About Saffron") },
  { in_general, "win.show-help-overlay", "<Control>question",
    N_ ("Keyboard shortcuts") },
};

/* Keys that are held, and keys that only the canvas understands, have no
 * action. */
static const Accel canvas_keys[] = {
  { in_canvas, NULL, "Left Right Up Down", N_ ("Move the view") },
  { in_canvas, NULL, "<Shift>Left", N_ ("Move it a little") },
  { in_canvas, NULL, "<Control>Left", N_ ("Move the cursor") },
  { in_canvas, NULL, "<Control><Shift>Left", N_ ("Move it by a pixel") },
  { in_canvas, NULL, "Escape", N_ ("Put the cursor away") },
  { in_canvas, NULL, "space", N_ ("Hold to see the reference alone") },
  { in_canvas, NULL, "x", N_ ("Hold to see the other run") },
  { in_canvas, NULL, "w",
    N_ ("Hold to see what was before the run bent the slide") },
  { in_canvas, NULL, "Return",
    N_ ("Place a landmark at the cursor; side by side, one end of it") },
  { in_canvas, NULL, "Left Right Up Down",
    N_ ("Nudge the selected landmark by a pixel, while its tool is on") },
  { in_canvas, NULL, "<Shift>Left", N_ ("Nudge it by ten pixels") },
  { in_canvas, NULL, "<Alt>Left", N_ ("Nudge it by a tenth of a pixel") },
  { in_canvas, NULL, "Left Right Up Down",
    N_ ("Move the slide that is laid by hand by a pixel of the screen; with "
        "Shift by ten, with Alt by a tenth") },
  { in_canvas, NULL, "bracketleft bracketright",
    N_ ("Turn it by 1°; with Shift by 10°") },
  { in_canvas, NULL, "comma period", N_ ("Move the edge of the swipe") },
};

gboolean
saffron_accels_get (guint i,
                    const char **group,
                    const char **keys,
                    const char **title)
{
  guint n = G_N_ELEMENTS (accels);
  const Accel *accel = NULL;

  if (i >= n + G_N_ELEMENTS (canvas_keys))
    return FALSE;
  accel = i < n ? &accels[i] : &canvas_keys[i - n];
  *group = accel->group;
  *keys = accel->keys;
  *title = accel->title;
  return TRUE;
}

/* What the pointer does on the canvas; @keys: in words. */
static const Accel gestures[] = {
  { in_pointer, NULL, N_ ("Drag"), N_ ("Move the view") },
  { in_pointer, NULL, N_ ("Scroll"), N_ ("Zoom") },
  { in_pointer, NULL, N_ ("Shift and drag"),
    N_ ("Drag tissue of the moving slide to where it belongs: a landmark") },
  { in_pointer, NULL, N_ ("Ctrl and drag"),
    N_ ("Lay the moving slide by hand, while no run is verified") },
};

/* Whether the focused text needs the key: GTK would otherwise give an
 * application's keys precedence over typing. */
static gboolean
is_plain (const char *key)
{
  guint keyval = 0;
  GdkModifierType modifiers = 0;

  gtk_accelerator_parse (key, &keyval, &modifiers);
  return (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK)) == 0
         && (keyval < GDK_KEY_F1 || keyval > GDK_KEY_F35)
         && keyval != GDK_KEY_Escape;
}

/* (transfer full): the keypad's key that says the same, or %NULL. */
static char *
on_keypad (const char *key)
{
  guint keyval = 0;
  GdkModifierType modifiers = 0;

  gtk_accelerator_parse (key, &keyval, &modifiers);
  if (keyval == GDK_KEY_plus)
    keyval = GDK_KEY_KP_Add;
  else if (keyval == GDK_KEY_minus)
    keyval = GDK_KEY_KP_Subtract;
  else if (keyval >= GDK_KEY_0 && keyval <= GDK_KEY_9)
    keyval = keyval - GDK_KEY_0 + GDK_KEY_KP_0;
  else
    return NULL;
  return gtk_accelerator_name (keyval, modifiers);
}

/* (transfer full): those keys of a line that are plain, or those that are
 * not. */
static GStrv
get_keys (const Accel *accel, gboolean plain)
{
  g_auto (GStrv) all = g_strsplit (accel->keys, " ", -1);
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();

  for (guint i = 0; all[i] != NULL; i++)
    {
      g_autofree char *keypad = on_keypad (all[i]);

      if (is_plain (all[i]) != plain)
        continue;
      g_strv_builder_add (keys, all[i]);
      if (keypad != NULL)
        g_strv_builder_add (keys, keypad);
    }
  return g_strv_builder_end (keys);
}

void
saffron_accels_install (GtkApplication *application)
{
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    {
      g_auto (GStrv) keys = get_keys (&accels[i], FALSE);

      gtk_application_set_accels_for_action (application, accels[i].action,
                                             (const char *const *) keys);
    }
}

static GtkShortcut *
shortcut_new (const char *key, const char *action)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;
  GtkShortcut *shortcut = NULL;

  g_action_parse_detailed_name (action, &name, &target, NULL);
  shortcut = gtk_shortcut_new (gtk_shortcut_trigger_parse_string (key),
                               gtk_named_action_new (name));
  gtk_shortcut_set_arguments (shortcut, target);
  return shortcut;
}

static void
on_focus (GtkWindow *window, GParamSpec *pspec, gpointer controller)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  gtk_event_controller_set_propagation_phase (
      controller, focus != NULL && GTK_IS_EDITABLE (focus) ? GTK_PHASE_NONE
                                                           : GTK_PHASE_BUBBLE);
}

void
saffron_accels_add_to_window (GtkWindow *window)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    {
      g_auto (GStrv) keys = get_keys (&accels[i], TRUE);

      for (guint k = 0; keys[k] != NULL; k++)
        gtk_shortcut_controller_add_shortcut (
            GTK_SHORTCUT_CONTROLLER (controller),
            shortcut_new (keys[k], accels[i].action));
    }
  gtk_widget_add_controller (GTK_WIDGET (window), controller);
  g_signal_connect_object (window, "notify::focus-widget",
                           G_CALLBACK (on_focus), controller, 0);
  on_focus (window, NULL, controller);
}

/* The key that a menu shows beside an action, or %NULL. */
static const char *
find_keys (const char *action, GVariant *target)
{
  g_autofree char *detailed = g_action_print_detailed_name (action, target);

  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    if (g_str_equal (accels[i].action, detailed))
      return accels[i].keys;
  return NULL;
}

static void
show_key (GMenu *menu, int i)
{
  GMenuModel *model = G_MENU_MODEL (menu);
  g_autofree char *action = NULL;
  g_autoptr (GVariant) target = g_menu_model_get_item_attribute_value (
      model, i, G_MENU_ATTRIBUTE_TARGET, NULL);
  const char *keys = NULL;
  g_auto (GStrv) first = NULL;
  g_autoptr (GMenuItem) item = NULL;

  if (!g_menu_model_get_item_attribute (model, i, G_MENU_ATTRIBUTE_ACTION, "s",
                                        &action))
    return;
  keys = find_keys (action, target);
  if (keys == NULL)
    return;
  first = g_strsplit (keys, " ", 2);
  item = g_menu_item_new_from_model (model, i);
  g_menu_item_set_attribute (item, "accel", "s", first[0]);
  g_menu_remove (menu, i);
  g_menu_insert_item (menu, i, item);
}

void
saffron_accels_show_in_menu (GMenu *menu)
{
  static const char *const links[] = { G_MENU_LINK_SECTION,
                                       G_MENU_LINK_SUBMENU };

  for (int i = 0; i < g_menu_model_get_n_items (G_MENU_MODEL (menu)); i++)
    {
      for (guint k = 0; k < G_N_ELEMENTS (links); k++)
        {
          g_autoptr (GMenuModel) linked =
              g_menu_model_get_item_link (G_MENU_MODEL (menu), i, links[k]);

          if (linked != NULL && G_IS_MENU (linked))
            saffron_accels_show_in_menu (G_MENU (linked));
        }
      show_key (menu, i);
    }
}

/* Makes the widget that shows what is pressed. */
typedef GtkWidget *(*KeysNewFunc) (const char *keys);

static GtkWidget *
words_new (const char *keys)
{
  return gtk_label_new (_ (keys));
}

static GtkWidget *
row_new (const Accel *accel, KeysNewFunc keys_new)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *keys = keys_new (accel->keys);

  gtk_widget_set_valign (keys, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (accel->title));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), keys);
  return row;
}

/* One group for each run of lines with the same group. */
static void
add_groups (AdwPreferencesPage *page,
            const Accel *table,
            guint n,
            KeysNewFunc keys_new)
{
  AdwPreferencesGroup *group = NULL;

  for (guint i = 0; i < n; i++)
    {
      if (i == 0 || table[i].group != table[i - 1].group)
        {
          group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
          adw_preferences_group_set_title (
              group, g_dpgettext2 (NULL, "keys", table[i].group));
          adw_preferences_page_add (page, group);
        }
      adw_preferences_group_add (group, row_new (&table[i], keys_new));
    }
}

void
saffron_accels_add_escape (GtkWidget *window)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                        gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, controller);
}

GtkWidget *
saffron_accels_build_window (void)
{
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *window = g_object_new (
      ADW_TYPE_PREFERENCES_WINDOW, "title", _ ("Keyboard Shortcuts"), "modal",
      TRUE, "default-width", 640, "default-height", 720, NULL);

  add_groups (ADW_PREFERENCES_PAGE (page), accels, G_N_ELEMENTS (accels),
              gtk_shortcut_label_new);
  add_groups (ADW_PREFERENCES_PAGE (page), canvas_keys,
              G_N_ELEMENTS (canvas_keys), gtk_shortcut_label_new);
  add_groups (ADW_PREFERENCES_PAGE (page), gestures, G_N_ELEMENTS (gestures),
              words_new);
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window),
                              ADW_PREFERENCES_PAGE (page));
  return window;
}
