/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/accels.h"

#include <adwaita.h>
#include <glib/gi18n.h>

typedef struct {
  const char *group;
  const char *action; /* detailed name */
  const char *keys;   /* separated by blanks */
  const char *title;
} Accel;

/* Keys that would type something belong to the window and do nothing while the
 * focus is in a text; the others belong to the application. Where a key is
 * plus, minus or a digit, the same key of the keypad works too. */
static const Accel accels[] = {
  { N_ ("File"), "win.open-reference", "<Control>o", N_ ("Open a reference") },
  { N_ ("File"), "win.open-moving", "<Control><Shift>o",
    N_ ("Add moving slides") },
  { N_ ("File"), "win.open-session", "<Control><Alt>o", N_ ("Open a session") },
  { N_ ("File"), "win.open-folder", "<Control><Shift>d",
    N_ ("Open a folder of slides") },
  { N_ ("File"), "win.open-slides", "<Control><Alt>a",
    N_ ("Open slides, the reference among them") },
  { N_ ("File"), "win.demo", "<Control><Alt>d",
    N_ ("Make and open two synthetic slides") },
  { N_ ("File"), "win.recover", "<Control><Alt>r",
    N_ ("Recover what was not saved") },
  { N_ ("File"), "win.keep-draft", "<Control><Alt>l",
    N_ ("Keep unsaved edits for later") },
  { N_ ("File"), "win.discard-draft", "<Control><Alt>x",
    N_ ("Discard what was not saved") },
  { N_ ("File"), "win.locate", "<Control>l", N_ ("Locate a missing slide") },
  { N_ ("File"), "win.open-left", "<Control><Shift>l",
    N_ ("Open the slides whose opening was cancelled") },
  { N_ ("File"), "win.save", "<Control>s", N_ ("Save the session") },
  { N_ ("File"), "win.save-as", "<Control><Shift>s",
    N_ ("Save the session under another name") },
  { N_ ("File"), "win.swap", "<Control>e",
    N_ ("Swap the reference and the moving slide") },
  { N_ ("File"), "app.new-window", "<Control>n", N_ ("New window") },
  { N_ ("File"), "win.close-window", "<Control>w", N_ ("Close the window") },
  { N_ ("File"), "app.quit", "<Control>q", N_ ("Quit") },
  { N_ ("Edit"), "win.undo", "<Control>z", N_ ("Undo") },
  { N_ ("Edit"), "win.redo", "<Control><Shift>z <Control>y", N_ ("Redo") },
  { N_ ("Edit"), "win.remove-moving", "<Control>Delete",
    N_ ("Remove the shown moving slide from the session") },
  { N_ ("Register"), "win.register", "<Control>r F5",
    N_ ("Register the shown moving slide") },
  { N_ ("Register"), "win.register-all", "<Shift>F5",
    N_ ("Register all moving slides that have no run like that") },
  { N_ ("Register"), "win.cancel", "Escape", N_ ("Cancel") },
  { N_ ("Runs"), "win.export-qc", "<Control><Shift>q",
    N_ ("Export a picture of how well the slides agree") },
  { N_ ("Runs"), "win.export-warp", "<Control><Shift>e",
    N_ ("Export the moving slide as it lies on the reference") },
  { N_ ("Runs"), "win.export-merge", "<Control><Shift>m",
    N_ ("Export all registered slides as one") },
  { N_ ("Runs"), "win.export-transform", "<Control><Shift>t",
    N_ ("Export the transform for other programs") },
  { N_ ("Runs"), "win.cluster(uint32 0)", "<Control><Shift>k",
    N_ ("Take the run’s settings to a cluster") },
  { N_ ("Runs"), "win.run-arrows", "v",
    N_ ("Show or hide how the other run differs") },
  { N_ ("Runs"), "win.before-bending", "<Shift>w",
    N_ ("Show what was before the run bent the slide, or all of it") },
  { N_ ("Runs"), "win.runs-side-by-side", "<Shift>b",
    N_ ("Show two runs side by side") },
  { N_ ("Register"), "win.draw-region", "g",
    N_ ("Draw or change the region to register; Escape ends it") },
  { N_ ("Register"), "win.region-from-view", "<Shift>g",
    N_ ("Take what the canvas shows as the region") },
  { N_ ("Register"), "win.clear-region", "<Control><Shift>g",
    N_ ("No region") },
  { N_ ("Register"), "win.register-region", "<Control>F5",
    N_ ("Register the region alone") },
  { N_ ("Register"), "win.show-sweep", "<Control><Shift>r",
    N_ ("Register with several values of parameters") },
  { N_ ("Lay by hand"), "win.lay-by-hand", "h",
    N_ ("Lay the moving slide by hand; Escape ends it") },
  { N_ ("Lay by hand"), "win.start-turn(90.0)", "y",
    N_ ("Turn the moving slide by 90° to the right") },
  { N_ ("Lay by hand"), "win.start-turn(-90.0)", "<Shift>y",
    N_ ("Turn it by 90° to the left") },
  { N_ ("Lay by hand"), "win.start-flip", "<Shift>h",
    N_ ("Mirror it left to right") },
  { N_ ("Lay by hand"), "win.start-scale(1.02)", "<Alt>plus <Alt>equal",
    N_ ("Make it larger by 2 %") },
  { N_ ("Lay by hand"), "win.start-scale(0.98)", "<Alt>minus",
    N_ ("Make it smaller by 2 %") },
  { N_ ("Lay by hand"), "win.start-reset", "<Control><Shift>h",
    N_ ("Let the search find how it lies") },
  { N_ ("Landmarks"), "win.landmark-tool", "l",
    N_ ("Place and move landmarks; Escape ends it") },
  { N_ ("Landmarks"), "win.next-landmark", "k",
    N_ ("Go to the next landmark") },
  { N_ ("Landmarks"), "win.previous-landmark", "<Shift>k",
    N_ ("Go to the previous landmark") },
  { N_ ("Landmarks"), "win.zoom-to-landmark", "z",
    N_ ("Show the landmark at full resolution") },
  { N_ ("Landmarks"), "win.snap", "j",
    N_ ("Snap landmarks that are placed or dragged, or do not") },
  { N_ ("Landmarks"), "win.snap-landmark", "<Shift>j",
    N_ ("Snap the landmark to the best match") },
  { N_ ("Landmarks"), "win.use-landmark", "u",
    N_ ("Use the landmark, or do not") },
  { N_ ("Landmarks"), "win.delete-landmark", "Delete",
    N_ ("Delete the landmark") },
  { N_ ("Landmarks"), "win.import-landmarks", "<Control>i",
    N_ ("Import landmarks") },
  { N_ ("Landmarks"), "win.export-landmarks", "<Control><Shift>i",
    N_ ("Export landmarks") },
  { N_ ("View"), "win.zoom-in", "plus equal <Control>plus <Control>equal",
    N_ ("Zoom in") },
  { N_ ("View"), "win.zoom-out", "minus <Control>minus", N_ ("Zoom out") },
  { N_ ("View"), "win.zoom-fit", "f <Control>0", N_ ("Show the whole slide") },
  { N_ ("View"), "win.zoom-to(1.0)", "1 <Control>1", N_ ("One to one") },
  { N_ ("View"), "win.zoom-to(2.0)", "2 <Control>2", N_ ("Two to one") },
  { N_ ("View"), "win.zoom-to(4.0)", "4 <Control>4", N_ ("Four to one") },
  { N_ ("View"), "win.zoom-to(0.5)", "<Alt>2", N_ ("One to two") },
  { N_ ("View"), "win.zoom-to(0.25)", "<Alt>4", N_ ("One to four") },
  { N_ ("View"), "win.zoom-to(0.125)", "<Alt>8", N_ ("One to eight") },
  { N_ ("View"), "win.zoom-to(0.0625)", "<Alt>6", N_ ("One to sixteen") },
  { N_ ("Quality"), "win.next-place", "n", N_ ("Go to the next worst place") },
  { N_ ("Quality"), "win.previous-place", "<Shift>n",
    N_ ("Go to the previous worst place") },
  { N_ ("Quality"), "win.flicker", "<Shift>f",
    N_ ("Show the two slides in turn; Escape ends it") },
  { N_ ("Quality"), "win.place-landmark", "i",
    N_ ("Place a landmark at the worst place") },
  { N_ ("Quality"), "win.copy-quality", "<Control><Shift>c",
    N_ ("Copy the picture and the numbers") },
  { N_ ("Quality"), "win.export-report", "<Control>p",
    N_ ("Write a report on all slides of the session") },
  { N_ ("View"), "win.next-unverified", "<Shift>u",
    N_ ("Show the next moving slide that is not verified") },
  { N_ ("View"), "win.overview", "<Control>t",
    N_ ("Show a small picture of every moving slide") },
  { N_ ("View"), "win.next-moving", "Page_Down",
    N_ ("Show the next moving slide") },
  { N_ ("View"), "win.previous-moving", "p Page_Up",
    N_ ("Show the previous moving slide") },
  { N_ ("View"), "win.next-quality-map", "e",
    N_ ("Show the next map of the run: of its errors, …") },
  { N_ ("View"), "win.quality-map::off", "<Shift>e", N_ ("Show no map") },
  { N_ ("View"), "win.minimap", "m", N_ ("Show or hide the overview") },
  { N_ ("View"), "win.other-part", "F6",
    N_ ("Go from the canvas to the pane, or back") },
  { N_ ("View"), "win.pane", "F9", N_ ("Show or hide the side pane") },
  { N_ ("View"), "win.page::slides", "<Control><Alt>1",
    N_ ("Show the page about the slides") },
  { N_ ("View"), "win.page::register", "<Control><Alt>2",
    N_ ("Show the page of parameters") },
  { N_ ("View"), "win.page::runs", "<Control><Alt>3",
    N_ ("Show the page of runs") },
  { N_ ("View"), "win.page::landmarks", "<Control><Alt>4",
    N_ ("Show the page of landmarks") },
  { N_ ("View"), "win.page::quality", "<Control><Alt>5",
    N_ ("Show the page of quality") },
  { N_ ("View"), "win.fullscreen", "F11", N_ ("Full screen") },
  { N_ ("Mode"), "win.mode::overlay", "o", N_ ("Overlay") },
  { N_ ("Mode"), "win.mode::checkerboard", "c", N_ ("Checkerboard") },
  { N_ ("Mode"), "win.mode::swipe", "s", N_ ("Swipe") },
  { N_ ("Mode"), "win.swipe-direction", "<Shift>s",
    N_ ("Turn the edge of the swipe") },
  { N_ ("Mode"), "win.mode::difference", "d", N_ ("Difference") },
  { N_ ("Mode"), "win.mode::reference", "r", N_ ("Reference only") },
  { N_ ("Mode"), "win.mode::moving", "t", N_ ("Moving only") },
  { N_ ("Mode"), "win.mode::side-by-side", "b", N_ ("Side by side") },
  { N_ ("Mode"), "win.mode::lens", "<Shift>l", N_ ("Lens") },
  { N_ ("Mode"), "win.mode::composite", "<Shift>c",
    N_ ("Composite of all registered slides") },
  { N_ ("Mode"), "win.colours::red-green", "<Control><Alt>7",
    N_ ("Red and green") },
  { N_ ("Mode"), "win.colours::magenta-green", "<Control><Alt>8",
    N_ ("Magenta and green") },
  { N_ ("Mode"), "win.colours::cyan-red", "<Control><Alt>9",
    N_ ("Cyan and red") },
  { N_ ("Level"), "win.level::auto", "a",
    N_ ("Choose the level automatically") },
  { N_ ("Level"), "win.level-finer", "bracketleft", N_ ("A finer level") },
  { N_ ("Level"), "win.level-coarser", "bracketright", N_ ("A coarser level") },
  { N_ ("General"), "win.menu", "F10", N_ ("Open the menu") },
  { N_ ("General"), "app.preferences", "<Control>comma", N_ ("Preferences") },
  { N_ ("General"), "app.help", "F1", N_ ("Help") },
  { N_ ("General"), "app.about", "<Shift>F1", N_ ("About Saffron") },
  { N_ ("General"), "win.show-help-overlay", "<Control>question",
    N_ ("Keyboard shortcuts") },
};

/* Keys that are held, and keys that only the canvas understands, have no
 * action. */
static const Accel canvas_keys[] = {
  { N_ ("Canvas"), NULL, "Left Right Up Down", N_ ("Move the view") },
  { N_ ("Canvas"), NULL, "<Shift>Left", N_ ("Move it a little") },
  { N_ ("Canvas"), NULL, "<Control>Left", N_ ("Move the cursor") },
  { N_ ("Canvas"), NULL, "<Control><Shift>Left", N_ ("Move it by a pixel") },
  { N_ ("Canvas"), NULL, "Escape", N_ ("Put the cursor away") },
  { N_ ("Canvas"), NULL, "space", N_ ("Hold to see the reference alone") },
  { N_ ("Canvas"), NULL, "x", N_ ("Hold to see the other run") },
  { N_ ("Canvas"), NULL, "w",
    N_ ("Hold to see what was before the run bent the slide") },
  { N_ ("Canvas"), NULL, "Return",
    N_ ("Place a landmark at the cursor; side by side, one end of it") },
  { N_ ("Canvas"), NULL, "Left Right Up Down",
    N_ ("Nudge the selected landmark by a pixel, while its tool is on") },
  { N_ ("Canvas"), NULL, "<Shift>Left", N_ ("Nudge it by ten pixels") },
  { N_ ("Canvas"), NULL, "<Alt>Left", N_ ("Nudge it by a tenth of a pixel") },
  { N_ ("Canvas"), NULL, "Left Right Up Down",
    N_ ("Move the slide that is laid by hand by a pixel of the screen; with "
        "Shift by ten, with Alt by a tenth") },
  { N_ ("Canvas"), NULL, "bracketleft bracketright",
    N_ ("Turn it by 1°; with Shift by 10°") },
  { N_ ("Canvas"), NULL, "comma period", N_ ("Move the edge of the swipe") },
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
  { N_ ("Pointer"), NULL, N_ ("Drag"), N_ ("Move the view") },
  { N_ ("Pointer"), NULL, N_ ("Scroll"), N_ ("Zoom") },
  { N_ ("Pointer"), NULL, N_ ("Shift and drag"),
    N_ ("Drag tissue of the moving slide to where it belongs: a landmark") },
  { N_ ("Pointer"), NULL, N_ ("Ctrl and drag"),
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
      if (i == 0 || !g_str_equal (table[i].group, table[i - 1].group))
        {
          group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
          adw_preferences_group_set_title (group, _ (table[i].group));
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
