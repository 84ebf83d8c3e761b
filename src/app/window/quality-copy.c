/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/quality-copy.h"

/* Around the text, pixels. */
#define MARGIN 12

/* (transfer full) (nullable): %NULL while the window has nothing to show */
static GdkTexture *
draw (GtkWidget *widget, const char *text)
{
  GtkNative *native = gtk_widget_get_native (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget), below = 0;
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (PangoLayout) layout =
      gtk_widget_create_pango_layout (widget, text);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  graphene_rect_t all;

  pango_layout_set_width (layout, (width - 2 * MARGIN) * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_get_pixel_size (layout, NULL, &below);
  graphene_rect_init (&all, 0.0f, 0.0f, (float) width,
                      (float) (height + below + 2 * MARGIN));
  gtk_snapshot_append_color (snapshot, &(GdkRGBA){ 1.0f, 1.0f, 1.0f, 1.0f },
                             &all);
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT (MARGIN, (float) (height + MARGIN)));
  gtk_snapshot_append_layout (snapshot, layout,
                              &(GdkRGBA){ 0.0f, 0.0f, 0.0f, 1.0f });
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL || native == NULL || width <= 0)
    return NULL;
  return gsk_renderer_render_texture (gtk_native_get_renderer (native), node,
                                      &all);
}

void
saffron_quality_copy (GtkWidget *widget, const char *text)
{
  g_autoptr (GdkTexture) texture = draw (widget, text);
  GdkContentProvider *providers[2] = { NULL, NULL };
  g_autoptr (GdkContentProvider) both = NULL;
  gsize n = 0;

  if (texture != NULL)
    providers[n++] = gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture);
  providers[n++] = gdk_content_provider_new_typed (G_TYPE_STRING, text);
  both = gdk_content_provider_new_union (providers, n);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (widget), both);
}
