/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/switcher-items.h"

#include "app/pane/slide-verdict.h"

/* What one item consists of; the box owns it. */
typedef struct {
  GtkDropDown *choice;
  GtkListItem *item;
  GtkWidget *mark, *error, *chosen; /* the last two of the list alone */
  GtkLabel *name;
} Parts;

static Parts *
parts_new (GtkListItem *item)
{
  Parts *parts = g_new0 (Parts, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *name = gtk_label_new (NULL);

  parts->item = item;
  parts->mark = saffron_slide_verdict_new ();
  parts->name = GTK_LABEL (name);
  gtk_label_set_xalign (parts->name, 0.0f);
  gtk_box_append (GTK_BOX (box), parts->mark);
  gtk_box_append (GTK_BOX (box), name);
  g_object_set_data_full (G_OBJECT (box), "parts", parts, g_free);
  gtk_list_item_set_child (item, box);
  return parts;
}

static Parts *
get_parts (GtkListItem *item)
{
  return g_object_get_data (G_OBJECT (gtk_list_item_get_child (item)), "parts");
}

static void
on_button_setup (GtkListItemFactory *factory,
                 GtkListItem *item,
                 gpointer user_data)
{
  Parts *parts = parts_new (item);

  /* A narrow window has room for three letters in all. */
  gtk_box_set_spacing (GTK_BOX (gtk_list_item_get_child (item)), 3);
  gtk_label_set_width_chars (GTK_LABEL (parts->mark), 1);
  gtk_label_set_ellipsize (parts->name, PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_width_chars (parts->name, 1);
}

static void
on_list_setup (GtkListItemFactory *factory,
               GtkListItem *item,
               gpointer user_data)
{
  Parts *parts = parts_new (item);
  GtkWidget *box = gtk_list_item_get_child (item);

  gtk_widget_set_hexpand (GTK_WIDGET (parts->name), TRUE);
  parts->error = gtk_label_new (NULL);
  gtk_widget_add_css_class (parts->error, "dim-label");
  gtk_widget_add_css_class (parts->error, "numeric");
  parts->chosen = gtk_image_new_from_icon_name ("object-select-symbolic");
  gtk_box_append (GTK_BOX (box), parts->error);
  gtk_box_append (GTK_BOX (box), parts->chosen);
}

static void
bind (GtkListItem *item, SaffronDocument *document)
{
  Parts *parts = get_parts (item);
  GtkStringObject *name = gtk_list_item_get_item (item);
  SaffronMoving *moving = g_object_get_data (G_OBJECT (name), "moving");
  g_autofree char *error = NULL;

  gtk_label_set_label (parts->name, gtk_string_object_get_string (name));
  saffron_slide_verdict_set (parts->mark, saffron_moving_get_state (moving));
  if (parts->error == NULL)
    return;
  error = saffron_slide_verdict_error (document, moving);
  gtk_label_set_label (GTK_LABEL (parts->error), error);
}

static void
on_button_bind (GtkListItemFactory *factory,
                GtkListItem *item,
                gpointer user_data)
{
  bind (item, user_data);
}

static void
update_chosen (Parts *parts)
{
  gtk_widget_set_opacity (parts->chosen,
                          gtk_drop_down_get_selected_item (parts->choice)
                                  == gtk_list_item_get_item (parts->item)
                              ? 1.0
                              : 0.0);
}

static void
on_list_bind (GtkListItemFactory *factory,
              GtkListItem *item,
              gpointer user_data)
{
  Parts *parts = get_parts (item);

  parts->choice = g_object_get_data (G_OBJECT (factory), "choice");
  g_signal_connect_swapped (parts->choice, "notify::selected-item",
                            G_CALLBACK (update_chosen), parts);
  update_chosen (parts);
  bind (item, user_data);
}

static void
on_list_unbind (GtkListItemFactory *factory,
                GtkListItem *item,
                gpointer user_data)
{
  Parts *parts = get_parts (item);

  g_signal_handlers_disconnect_by_data (parts->choice, parts);
}

void
saffron_switcher_items_set_up (GtkDropDown *choice, SaffronDocument *document)
{
  g_autoptr (GtkListItemFactory) button = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkListItemFactory) list = gtk_signal_list_item_factory_new ();

  g_object_set_data (G_OBJECT (list), "choice", choice);
  g_signal_connect (button, "setup", G_CALLBACK (on_button_setup), NULL);
  g_signal_connect_object (button, "bind", G_CALLBACK (on_button_bind),
                           document, 0);
  g_signal_connect (list, "setup", G_CALLBACK (on_list_setup), NULL);
  g_signal_connect_object (list, "bind", G_CALLBACK (on_list_bind), document,
                           0);
  g_signal_connect (list, "unbind", G_CALLBACK (on_list_unbind), NULL);
  gtk_drop_down_set_list_factory (choice, list);
  gtk_drop_down_set_factory (choice, button);
}

void
saffron_switcher_items_fill (GtkDropDown *choice,
                             SaffronDocument *document,
                             GPtrArray *slides)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < slides->len; i++)
    {
      SaffronMoving *moving = slides->pdata[i];
      g_autofree char *name = saffron_document_name_slide (
          document, saffron_moving_get_path (moving));
      g_autoptr (GObject) item = NULL;

      gtk_string_list_append (names, name);
      item = g_list_model_get_item (G_LIST_MODEL (names), i);
      g_object_set_data_full (item, "moving", g_object_ref (moving),
                              g_object_unref);
      if (moving == saffron_document_get_shown (document))
        selected = i;
    }
  gtk_drop_down_set_model (choice, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (choice, selected);
}
