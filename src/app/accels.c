/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/accels.h"

#include <glib/gi18n.h>

typedef struct {
  const char *group;
  const char *action; /* detailed name */
  const char *keys;   /* separated by blanks */
  const char *title;
} Accel;

/* Keys without a modifier are the view's: they work while the focus is not in
 * a text field, which GTK sees to. */
static const Accel accels[] = {
  { N_("File"), "win.open-reference", "<Control>o", N_("Open a reference") },
  { N_("File"), "win.open-moving", "<Control><Shift>o",
    N_("Add moving slides") },
  { N_("File"), "win.open-session", "<Control><Alt>o", N_("Open a session") },
  { N_("File"), "win.open-folder", "<Control><Shift>d",
    N_("Open a folder of slides") },
  { N_("File"), "win.save", "<Control>s", N_("Save the session") },
  { N_("File"), "win.save-as", "<Control><Shift>s",
    N_("Save the session under another name") },
  { N_("File"), "win.swap", "<Control>e",
    N_("Swap the reference and the moving slide") },
  { N_("File"), "app.new-window", "<Control>n", N_("New window") },
  { N_("File"), "win.close-window", "<Control>w", N_("Close the window") },
  { N_("File"), "app.quit", "<Control>q", N_("Quit") },
  { N_("Register"), "win.register", "<Control>r F5",
    N_("Register the shown moving slide") },
  { N_("Register"), "win.cancel", "Escape", N_("Cancel") },
  { N_("View"), "win.zoom-in", "plus <Control>plus <Control>equal equal",
    N_("Zoom in") },
  { N_("View"), "win.zoom-out", "minus <Control>minus", N_("Zoom out") },
  { N_("View"), "win.zoom-fit", "f <Control>0", N_("Show the whole slide") },
  { N_("View"), "win.zoom-to(1.0)", "1 <Control>1", N_("One to one") },
  { N_("View"), "win.zoom-to(2.0)", "2 <Control>2", N_("Two to one") },
  { N_("View"), "win.zoom-to(4.0)", "4 <Control>4", N_("Four to one") },
  { N_("View"), "win.next-moving", "n Page_Down",
    N_("Show the next moving slide") },
  { N_("View"), "win.previous-moving", "p Page_Up",
    N_("Show the previous moving slide") },
  { N_("View"), "win.minimap", "m", N_("Show or hide the overview") },
  { N_("View"), "win.pane", "F9", N_("Show or hide the side pane") },
  { N_("View"), "win.fullscreen", "F11", N_("Full screen") },
  { N_("Mode"), "win.mode::overlay", "o", N_("Overlay") },
  { N_("Mode"), "win.mode::checkerboard", "c", N_("Checkerboard") },
  { N_("Mode"), "win.mode::swipe", "s", N_("Swipe") },
  { N_("Mode"), "win.mode::difference", "d", N_("Difference") },
  { N_("Mode"), "win.mode::reference", "r", N_("Reference only") },
  { N_("Mode"), "win.mode::moving", "t", N_("Moving only") },
  { N_("Mode"), "win.mode::side-by-side", "b", N_("Side by side") },
  { N_("Mode"), "win.mode::lens", "l", N_("Lens") },
  { N_("Level"), "win.level::auto", "a", N_("Choose the level automatically") },
  { N_("Level"), "win.level-finer", "bracketleft", N_("A finer level") },
  { N_("Level"), "win.level-coarser", "bracketright", N_("A coarser level") },
  { N_("General"), "win.menu", "F10", N_("Open the menu") },
  { N_("General"), "app.preferences", "<Control>comma", N_("Preferences") },
  { N_("General"), "win.show-help-overlay", "<Control>question",
    N_("Keyboard shortcuts") },
};

void
saffron_accels_install (GtkApplication *application)
{
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    {
      g_auto (GStrv) keys = g_strsplit (accels[i].keys, " ", -1);

      gtk_application_set_accels_for_action (application, accels[i].action,
                                             (const char *const *) keys);
    }
}

static void
append_group (GString *ui, const char *group)
{
  g_autofree char *title = g_markup_escape_text (_ (group), -1);

  g_string_append_printf (ui,
                          "<child><object class='GtkShortcutsGroup'>"
                          "<property name='title'>%s</property>", title);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    if (g_str_equal (accels[i].group, group))
      {
        g_autofree char *text = g_markup_escape_text (_ (accels[i].title), -1);
        g_autofree char *keys = g_markup_escape_text (accels[i].keys, -1);

        g_string_append_printf (ui,
                                "<child><object class='GtkShortcutsShortcut'>"
                                "<property name='title'>%s</property>"
                                "<property name='accelerator'>%s</property>"
                                "</object></child>", text, keys);
      }
  g_string_append (ui, "</object></child>");
}

GtkWidget *
saffron_accels_build_window (void)
{
  g_autoptr (GString) ui = g_string_new (
    "<interface><object class='GtkShortcutsWindow' id='window'>"
    "<property name='modal'>1</property>"
    "<child><object class='GtkShortcutsSection'>"
    "<property name='section-name'>shortcuts</property>"
    "<property name='max-height'>12</property>");
  g_autoptr (GtkBuilder) builder = NULL;
  const char *last = "";

  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    if (!g_str_equal (accels[i].group, last))
      {
        last = accels[i].group;
        append_group (ui, last);
      }
  /* What is held or dragged has no action. */
  g_string_append_printf (ui,
                          "<child><object class='GtkShortcutsGroup'>"
                          "<property name='title'>%s</property>"
                          "<child><object class='GtkShortcutsShortcut'>"
                          "<property name='title'>%s</property>"
                          "<property name='accelerator'>Left Right Up Down"
                          "</property></object></child>"
                          "<child><object class='GtkShortcutsShortcut'>"
                          "<property name='title'>%s</property>"
                          "<property name='accelerator'>space</property>"
                          "</object></child></object></child>",
                          _("Canvas"), _("Move the view"),
                          _("Hold to see the reference alone"));
  g_string_append (ui, "</object></child></object></interface>");

  builder = gtk_builder_new_from_string (ui->str, ui->len);
  return g_object_ref (GTK_WIDGET (gtk_builder_get_object (builder,
                                                           "window")));
}
