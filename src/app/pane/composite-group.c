/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/composite-group.h"

#include <glib/gi18n.h>

#include "app/pane/channel-row.h"
#include "app/pane/slide-verdict.h"

static void
update_summary (SaffronCompositeChoice *choice, gpointer user_data)
{
  int n = saffron_composite_choice_count (choice);
  int unverified = saffron_composite_choice_count_unverified (choice);
  g_autoptr (GString) text = g_string_new (NULL);

  if (n >= SAFFRON_COMPOSITE_MAX_CHANNELS)
    g_string_append_printf (
        text,
        ngettext (
            "%d channel is in use, which is all: hide one to show another",
            "All %d channels are in use: hide one to show another", n),
        n);
  else
    g_string_append_printf (text, _ ("Channels shown: %d of %d"), n,
                            SAFFRON_COMPOSITE_MAX_CHANNELS);
  if (unverified > 0)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (
          text,
          ngettext ("%d slide is not verified, and may lie elsewhere",
                    "%d slides are not verified, and may lie elsewhere",
                    unverified),
          unverified);
    }
  adw_preferences_group_set_description (user_data, text->str);
}

GtkWidget *
saffron_composite_summary_new (SaffronDocument *document)
{
  GtkWidget *group = adw_preferences_group_new ();
  SaffronCompositeChoice *choice = saffron_document_get_composite (document);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group),
                                   _ ("Composite of All Slides"));
  g_signal_connect_object (choice, "changed", G_CALLBACK (update_summary),
                           group, 0);
  update_summary (choice, group);
  return group;
}

/* (nullable): why nothing of the slide is drawn, or why it may be wrong. */
static const char *
describe (SaffronCompositeState state, SaffronLayer *layer)
{
  if (state == SAFFRON_COMPOSITE_NOT_REGISTERED)
    return _ ("Not registered, and therefore not drawn");
  if (layer == NULL)
    return _ ("Not open, and therefore not drawn");
  if (state == SAFFRON_COMPOSITE_UNVERIFIED)
    return _ ("Not verified: it may lie elsewhere");
  return NULL;
}

GtkWidget *
saffron_composite_group_new (SaffronDocument *document, SaffronMoving *moving)
{
  GtkWidget *group = adw_preferences_group_new ();
  SaffronLayer *layer = moving != NULL
                            ? saffron_document_get_layer (document, moving)
                            : saffron_document_get_reference (document);
  SaffronCompositeState state = saffron_composite_choice_get_state (
      saffron_document_get_composite (document), moving);
  const char *path = moving != NULL ? saffron_moving_get_path (moving)
                                    : saffron_layer_get_file (layer)->path;
  g_autofree char *name = saffron_document_name_slide (document, path);
  g_autofree char *title = g_markup_escape_text (name, -1);
  g_autofree char *brief = saffron_moving_name_of_path (path);
  const char *text = describe (state, layer);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  if (text != NULL)
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), text);
  gtk_widget_set_tooltip_text (group, name);
  if (moving != NULL)
    {
      GtkWidget *mark = saffron_slide_verdict_new ();

      saffron_slide_verdict_set (mark, saffron_moving_get_state (moving));
      adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (group),
                                               mark);
    }
  if (layer == NULL || state == SAFFRON_COMPOSITE_NOT_REGISTERED)
    return group;
  for (int i = 0; i < saffron_layer_get_display (layer)->n_channels; i++)
    adw_preferences_group_add (
        ADW_PREFERENCES_GROUP (group),
        saffron_channel_row_new_for_composite (document, layer, i, brief));
  return group;
}

char *
saffron_composite_groups_key (SaffronDocument *document)
{
  g_autoptr (GString) key = g_string_new (NULL);

  g_string_append_printf (key, "%p\n",
                          (gpointer) saffron_document_get_reference (document));
  for (guint i = 0; i < saffron_document_get_n_moving (document); i++)
    {
      SaffronMoving *moving = saffron_document_get_moving (document, i);

      g_string_append_printf (
          key, "%p %p %d\n", (gpointer) moving,
          (gpointer) saffron_document_get_layer (document, moving),
          (int) saffron_moving_get_state (moving));
    }
  return g_string_free (g_steal_pointer (&key), FALSE);
}
