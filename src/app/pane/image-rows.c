/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/image-rows.h"

#include <glib/gi18n.h>

#include "app/pane/combo-label.h"

/* What stands before the numbers in the list of Z planes. */
enum { SHARPEST, MAXIMUM, FIRST };

#define SAFFRON_TYPE_IMAGE_CHOICE_ROW (saffron_image_choice_row_get_type ())
G_DECLARE_FINAL_TYPE (SaffronImageChoiceRow,
                      saffron_image_choice_row,
                      SAFFRON,
                      IMAGE_CHOICE_ROW,
                      AdwComboRow)

struct _SaffronImageChoiceRow {
  AdwComboRow parent_instance;

  SaffronDocument *document;
  SaffronLayer *layer;
  gboolean is_z;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (SaffronImageChoiceRow,
                     saffron_image_choice_row,
                     ADW_TYPE_COMBO_ROW)

static void
saffron_image_choice_row_finalize (GObject *object)
{
  SaffronImageChoiceRow *self = SAFFRON_IMAGE_CHOICE_ROW (object);

  g_clear_object (&self->document);
  g_clear_object (&self->layer);
  G_OBJECT_CLASS (saffron_image_choice_row_parent_class)->finalize (object);
}

static void
saffron_image_choice_row_class_init (SaffronImageChoiceRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_image_choice_row_finalize;
}

static void
saffron_image_choice_row_init (SaffronImageChoiceRow *self)
{
}

static SaffronSlide *
get_slide (SaffronImageChoiceRow *self)
{
  return saffron_layer_get_slide (self->layer);
}

/* What was chosen, although it may not be open yet. */
static SaffronSlideChoice
get_choice (SaffronImageChoiceRow *self)
{
  const SaffronSlideFile *file = saffron_layer_get_file (self->layer);
  SaffronSlideChoice choice = file->choice;

  saffron_document_is_choosing (self->document, file->path, &choice);
  return choice;
}

/* Which scene is the largest is not known before it is open: the row waits at
 * the one before. */
static guint
index_of (SaffronImageChoiceRow *self, const SaffronSlideChoice *choice)
{
  int scene = choice->scene > 0
                  ? choice->scene
                  : saffron_slide_get_taken (get_slide (self)).scene;

  if (!self->is_z)
    return (guint) scene - 1;
  if (choice->z == SAFFRON_Z_SHARPEST)
    return SHARPEST;
  return choice->z == SAFFRON_Z_MAX ? MAXIMUM : FIRST + (guint) choice->z - 1;
}

static SaffronSlideChoice
choice_at (SaffronImageChoiceRow *self, guint index)
{
  SaffronSlideChoice choice = get_choice (self);

  if (!self->is_z)
    /* Another scene has planes of its own. */
    return (SaffronSlideChoice){ .scene = (int) index + 1 };
  choice.z = index == SHARPEST  ? SAFFRON_Z_SHARPEST
             : index == MAXIMUM ? SAFFRON_Z_MAX
                                : (int) (index - FIRST) + 1;
  return choice;
}

static char *
describe (SaffronImageChoiceRow *self)
{
  SaffronSlide *slide = get_slide (self);
  const SaffronSlideChoice *asked = saffron_slide_get_asked (slide);
  int n_scenes = saffron_slide_get_n_scenes (slide);
  int n_z = saffron_slide_get_n_z (slide);

  if (!self->is_z)
    return g_strdup_printf (
        asked->scene == 0
            ? ngettext ("The largest of %d images in the file",
                        "The largest of %d images in the file", n_scenes)
            : ngettext ("Of %d images in the file", "Of %d images in the file",
                        n_scenes),
        n_scenes);
  if (asked->z == SAFFRON_Z_SHARPEST)
    return g_strdup_printf (_ ("Plane %d of %d is the sharpest"),
                            saffron_slide_get_taken (slide).z, n_z);
  if (asked->z == SAFFRON_Z_MAX)
    return g_strdup_printf (
        ngettext ("The brightest of %d planes at each pixel",
                  "The brightest of %d planes at each pixel", n_z),
        n_z);
  return g_strdup_printf (ngettext ("Of %d planes", "Of %d planes", n_z), n_z);
}

static void
update (SaffronImageChoiceRow *self)
{
  const SaffronSlideFile *file = saffron_layer_get_file (self->layer);
  SaffronSlideChoice choice = file->choice;
  gboolean waits =
      saffron_document_is_choosing (self->document, file->path, &choice)
      && (self->is_z ? choice.z != file->choice.z
                     : choice.scene != file->choice.scene);
  g_autofree char *text =
      waits ? g_strdup (_ ("Being opened")) : describe (self);

  self->updating = TRUE;
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), index_of (self, &choice));
  self->updating = FALSE;
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
}

static void
on_changed (SaffronDocument *document, gpointer user_data)
{
  update (user_data);
}

/* The answer to a question may leave all as it is, so the row does not keep to
 * the choice before the document does. */
static void
on_selected (AdwComboRow *row, GParamSpec *pspec, gpointer user_data)
{
  SaffronImageChoiceRow *self = SAFFRON_IMAGE_CHOICE_ROW (row);
  const char *path = saffron_layer_get_file (self->layer)->path;
  SaffronSlideChoice present = get_choice (self), choice;
  guint selected = adw_combo_row_get_selected (row);

  if (self->updating || selected == GTK_INVALID_LIST_POSITION
      || selected == index_of (self, &present))
    return;
  choice = choice_at (self, selected);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.choose-image", "(^ayii)",
                              path, choice.scene, choice.z);
  update (self);
}

static void
add_scenes (GtkStringList *names, SaffronSlide *slide)
{
  const SaffronScene *scene = NULL;

  for (int i = 1; (scene = saffron_slide_get_scene (slide, i)) != NULL; i++)
    {
      g_autofree char *name = g_utf8_make_valid (scene->name, -1);
      g_autofree char *text =
          *name != '\0'
              ? g_strdup_printf (_ ("%d: %s, %.0f × %.0f px"), i, name,
                                 (double) scene->width, (double) scene->height)
              : g_strdup_printf (_ ("%d: %.0f × %.0f px"), i,
                                 (double) scene->width, (double) scene->height);

      gtk_string_list_append (names, text);
    }
}

static void
add_planes (GtkStringList *names, SaffronSlide *slide)
{
  gtk_string_list_append (names, _ ("Sharpest"));
  gtk_string_list_append (names, _ ("Maximum"));
  for (int i = 1; i <= saffron_slide_get_n_z (slide); i++)
    gtk_string_list_take (names, g_strdup_printf ("%d", i));
}

static GtkWidget *
row_new (SaffronDocument *document, SaffronLayer *layer, gboolean is_z)
{
  SaffronImageChoiceRow *self =
      g_object_new (SAFFRON_TYPE_IMAGE_CHOICE_ROW, "use-markup", FALSE, "title",
                    is_z ? _ ("Z plane") : _ ("Scene"), NULL);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  self->document = g_object_ref (document);
  self->layer = g_object_ref (layer);
  self->is_z = is_z;
  if (is_z)
    add_planes (names, get_slide (self));
  else
    add_scenes (names, get_slide (self));
  saffron_combo_label_use (ADW_COMBO_ROW (self));
  self->updating = TRUE;
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (names));
  update (self);
  g_signal_connect (self, "notify::selected", G_CALLBACK (on_selected), NULL);
  g_signal_connect_object (document, "changed", G_CALLBACK (on_changed), self,
                           0);
  return GTK_WIDGET (self);
}

GtkWidget *
saffron_scene_row_new (SaffronDocument *document, SaffronLayer *layer)
{
  return saffron_slide_get_n_scenes (saffron_layer_get_slide (layer)) > 1
             ? row_new (document, layer, FALSE)
             : NULL;
}

GtkWidget *
saffron_z_row_new (SaffronDocument *document, SaffronLayer *layer)
{
  return saffron_slide_get_n_z (saffron_layer_get_slide (layer)) > 1
             ? row_new (document, layer, TRUE)
             : NULL;
}
