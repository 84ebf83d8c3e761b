/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/json.h"
#include "quality/nuclei.h"

static const char *const outcomes[] = {
  [SAFFRON_NUCLEI_MEASURED] = "measured",
  [SAFFRON_NUCLEI_NO_STAIN] = "no-stain",
  [SAFFRON_NUCLEI_TOO_COARSE] = "too-coarse",
  [SAFFRON_NUCLEI_NO_FIELDS] = "no-fields",
  [SAFFRON_NUCLEI_TOO_FEW] = "too-few",
  [SAFFRON_NUCLEI_CHANCE] = "chance",
};

const char *
saffron_nuclei_outcome_name (SaffronNucleiOutcome outcome)
{
  return outcomes[outcome];
}

static void
set_number (JsonObject *object, const char *name, double value)
{
  json_object_set_member (object, name, saffron_json_number (value));
}

/* In µm, too, where @um is known. */
static void
set_length (JsonObject *object, const char *name, double px, double um)
{
  g_autofree char *name_px = g_strconcat (name, "_px", NULL);
  g_autofree char *name_um = g_strconcat (name, "_um", NULL);

  set_number (object, name_px, px);
  if (um > 0.0)
    set_number (object, name_um, px * um);
}

static void
set_figures (JsonObject *object, const SaffronNucleiFigures *figures, double um)
{
  set_number (object, "matched", figures->matched);
  set_length (object, "distance", figures->distance, um);
  set_number (object, "dice", figures->dice);
  set_number (object, "iou", figures->iou);
}

JsonNode *
saffron_nuclei_to_json (const SaffronNuclei *nuclei)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonObject *chance = json_object_new ();
  double um = nuclei->um_per_px;

  json_object_set_string_member (object, "outcome",
                                 saffron_nuclei_outcome_name (nuclei->outcome));
  json_object_set_int_member (object, "fields", nuclei->n_fields);
  json_object_set_int_member (object, "nuclei_reference", nuclei->n_reference);
  json_object_set_int_member (object, "nuclei_moving", nuclei->n_moving);
  set_length (object, "radius", nuclei->radius, um);
  set_figures (object, &nuclei->here, um);
  set_length (object, "distance_above_chance",
              nuclei->here.distance - nuclei->chance.distance, um);
  set_length (chance, "shift", nuclei->shift, um);
  set_figures (chance, &nuclei->chance, um);
  json_object_set_object_member (object, "chance", chance);
  return json_node_init_object (json_node_alloc (), object);
}
