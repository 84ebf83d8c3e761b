/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/params.h"

#include <glib/gi18n-lib.h>

/* A new parameter needs a field in SaffronParams and a row here. Apart from the
 * code that uses a parameter, nothing else in the program knows them one by
 * one. */
#define FIELD(field)                                                           \
  .name = #field, .offset = G_STRUCT_OFFSET (SaffronParams, field)

static const SaffronParamSpec specs[] = {
  { FIELD (max_processed_dim), .title = N_ ("Working size"),
    .type = SAFFRON_PARAM_INT, .min = 256, .max = 10000, .default_text = "1800",
    .unit = "px", .stage = "planes",
    .help = N_ ("Longest side of the planes for the coarse and affine "
                "stages"),
    .memory = NC_ ("effect of a parameter", "grows with its square"),
    .time = NC_ ("effect of a parameter", "grows with its square"),
    .pipeline_name = "reg_max_processed_dim",
    .valis_name = "max_processed_image_dim_px" },
  { FIELD (max_non_rigid_dim), .title = N_ ("Working size for bending"),
    .type = SAFFRON_PARAM_INT, .min = 256, .max = 10000, .default_text = "2500",
    .unit = "px", .stage = "deformable",
    .help = N_ ("Longest side of the planes for the deformable and fine "
                "stages"),
    .memory = NC_ ("effect of a parameter", "grows with its square"),
    .time = NC_ ("effect of a parameter", "grows with its square"),
    .pipeline_name = "reg_max_non_rigid_dim",
    .valis_name = "max_non_rigid_registration_dim_px" },
  { FIELD (micro_reg_fraction), .title = N_ ("Fraction for the micro stage"),
    .type = SAFFRON_PARAM_DOUBLE, .min = 0, .max = 1, .default_text = "0.25",
    .stage = "micro",
    .help = N_ ("Fraction of full resolution at which the micro stage "
                "works, or 4000 px on the longest side if that is more; 0 "
                "turns it off"),
    .memory = NC_ ("effect of a parameter",
                   "little: the micro stage works tile by tile"),
    .time = NC_ ("effect of a parameter", "grows with its square"),
    .pipeline_name = "reg_micro_reg_fraction" },
  { FIELD (num_features), .title = N_ ("Keypoints per slide"),
    .flags = SAFFRON_PARAM_ADVANCED, .type = SAFFRON_PARAM_INT, .min = 100,
    .max = 50000, .default_text = "3000", .stage = "coarse",
    .help = N_ ("Keypoints per slide. They are compared only where the "
                "coarse search finds no clear answer"),
    .memory = NC_ ("effect of a parameter", "little"),
    .time = NC_ ("effect of a parameter",
                 "grows with its square where keypoints are compared"),
    .pipeline_name = "reg_num_features", .valis_name = "num_features" },
  { FIELD (max_image_dim), .title = N_ ("Largest level in memory"),
    .flags = SAFFRON_PARAM_UNUSED, .type = SAFFRON_PARAM_INT, .min = 512,
    .max = 30000, .default_text = "4000", .unit = "px", .stage = "planes",
    .help = N_ ("Longest side of a level that may be held in memory "
                "whole. Saffron reads levels in strips and holds none "
                "whole, so this changes nothing here; the pipeline takes "
                "it"),
    .memory = NC_ ("effect of a parameter", "none"),
    .time = NC_ ("effect of a parameter", "none"),
    .pipeline_name = "reg_max_image_dim", .valis_name = "max_image_dim_px" },
  { FIELD (reference_markers), .title = N_ ("Markers of the reference"),
    .flags = SAFFRON_PARAM_ADVANCED | SAFFRON_PARAM_ASIDE,
    .type = SAFFRON_PARAM_STRING, .default_text = "DAPI,FITC",
    .stage = "slides",
    .help = N_ ("Markers in the file name that make a slide the "
                "reference, separated by commas"),
    .pipeline_name = "reg_reference_markers",
    .pipeline_form = SAFFRON_PARAM_FORM_LIST },
  { FIELD (qc_level), .title = N_ ("Level of QC pictures"),
    .flags = SAFFRON_PARAM_ADVANCED | SAFFRON_PARAM_ASIDE,
    .type = SAFFRON_PARAM_INT, .min = -1, .max = 8, .default_text = "-1",
    .automatic = "-1", .stage = "export",
    .help = N_ ("How many times QC pictures are halved from full "
                "resolution; 2 gives a quarter of the size, -1 about 2000 px "
                "on the longest side, or all that a smaller slide has"),
    .memory =
        NC_ ("effect of a parameter", "none: pictures are written in strips"),
    .time = NC_ ("effect of a parameter", "a quarter for each step"),
    .pipeline_name = "qc_scale_factor",
    .pipeline_form = SAFFRON_PARAM_FORM_SCALE },

  { FIELD (reference_channel), .title = N_ ("Channel of the reference"),
    .flags = SAFFRON_PARAM_REFERENCE_CHANNEL, .type = SAFFRON_PARAM_STRING,
    .default_text = "auto", .stage = "slides",
    .help = N_ ("Channel that registration looks at on the reference; "
                "automatic is the one that shows nuclei") },
  { FIELD (moving_channel), .title = N_ ("Channel of the moving slide"),
    .flags = SAFFRON_PARAM_MOVING_CHANNEL, .type = SAFFRON_PARAM_STRING,
    .default_text = "auto", .stage = "slides",
    .help = N_ ("Channel that registration looks at on the moving slide; "
                "automatic is the one that shows nuclei") },
  { FIELD (kind), .title = N_ ("Kind of both slides"),
    .choice_titles = N_ ("Automatic|Fluorescence|Brightfield"),
    .type = SAFFRON_PARAM_CHOICE, .default_text = "auto",
    .choices = "auto|fluorescence|brightfield", .stage = "slides",
    .help = N_ ("What both slides are; when automatic, their pixels decide for "
                "each slide") },
  { FIELD (reference_kind), .title = N_ ("Kind of the reference"),
    .flags = SAFFRON_PARAM_ADVANCED,
    .choice_titles = N_ ("As both|Fluorescence|Brightfield"),
    .type = SAFFRON_PARAM_CHOICE, .default_text = "auto",
    .choices = "auto|fluorescence|brightfield", .stage = "slides",
    .help =
        N_ ("What the reference is, if not what both slides are said to be") },
  { FIELD (moving_kind), .title = N_ ("Kind of the moving slide"),
    .flags = SAFFRON_PARAM_ADVANCED,
    .choice_titles = N_ ("As both|Fluorescence|Brightfield"),
    .type = SAFFRON_PARAM_CHOICE, .default_text = "auto",
    .choices = "auto|fluorescence|brightfield", .stage = "slides",
    .help = N_ (
        "What the moving slide is, if not what both slides are said to be") },

  { FIELD (order), .title = N_ ("Order of a stack"),
    .choice_titles =
        N_ ("Onto the reference|Over the most alike|Over the one beside it"),
    .type = SAFFRON_PARAM_CHOICE, .default_text = "reference",
    .choices = "reference|chain|given", .stage = "slides",
    .help = N_ ("With several moving slides, such as serial sections: each is "
                "registered onto the reference alone, or also over the slide "
                "that it is most like, or over the one beside it in the order "
                "of the names; the evidence decides which result is kept"),
    .memory = NC_ ("effect of a parameter", "none"),
    .time = NC_ ("effect of a parameter", "about three times as much") },

  { FIELD (allow_flips), .title = N_ ("Try mirrored"),
    .type = SAFFRON_PARAM_BOOLEAN, .default_text = "false", .stage = "coarse",
    .help = N_ ("Also try the moving slide mirrored, in case its section "
                "was turned over"),
    .memory = NC_ ("effect of a parameter", "none"),
    .time = NC_ ("effect of a parameter", "doubles that of the coarse stage") },
  { FIELD (rotation_range), .title = N_ ("Largest rotation"),
    .flags = SAFFRON_PARAM_ADVANCED, .type = SAFFRON_PARAM_DOUBLE, .min = 0,
    .max = 180, .default_text = "180", .unit = "°", .stage = "coarse",
    .help = N_ ("Largest rotation, in either direction, that the coarse "
                "search tries; 180 tries all"),
    .memory = NC_ ("effect of a parameter", "none"),
    .time = NC_ ("effect of a parameter",
                 "of the coarse stage, grows in proportion") },
  { FIELD (scale_range), .title = N_ ("Largest ratio of scales"),
    .flags = SAFFRON_PARAM_ADVANCED, .type = SAFFRON_PARAM_DOUBLE, .min = 1,
    .max = 4, .default_text = "1.6", .unit = "×", .stage = "coarse",
    .help = N_ ("Largest ratio of scales that the coarse search tries "
                "where the files do not give both pixel sizes. Keypoints "
                "find ratios up to 4 in any case"),
    .memory = NC_ ("effect of a parameter", "none"),
    .time = NC_ ("effect of a parameter",
                 "of the coarse stage, grows with its logarithm") },
  { FIELD (use_pixel_size), .title = N_ ("Use the pixel sizes"),
    .flags = SAFFRON_PARAM_ADVANCED, .type = SAFFRON_PARAM_BOOLEAN,
    .default_text = "true", .stage = "coarse",
    .help = N_ ("Take the ratio of scales from the files' pixel sizes, if "
                "both files give one") },

  { FIELD (pieces), .title = N_ ("Register pieces"),
    .type = SAFFRON_PARAM_BOOLEAN, .default_text = "true", .stage = "pieces",
    .help = N_ ("Look for torn-off pieces and separate fragments, and register "
                "each; off takes the tissue as one, but for pieces that "
                "landmarks show"),
    .memory = NC_ ("effect of a parameter", "none"),
    .time = NC_ ("effect of a parameter", "some where tissue is torn") },

  { FIELD (deformable), .title = N_ ("Bend"), .type = SAFFRON_PARAM_BOOLEAN,
    .default_text = "true", .stage = "deformable",
    .help = N_ ("Bend the moving slide after the affine stage; off leaves "
                "it unbent") },
  { FIELD (section), .title = N_ ("Sections"),
    .choice_titles = N_ ("Automatic|The same|Neighbouring"),
    .type = SAFFRON_PARAM_CHOICE, .default_text = "auto",
    .choices = "auto|same|serial", .stage = "deformable",
    .help =
        N_ ("Whether the slides show the same section imaged again, or serial "
            "(neighbouring) sections; when automatic, the evidence decides") },
  { FIELD (regularisation), .title = N_ ("Smoothness"),
    .type = SAFFRON_PARAM_DOUBLE, .min = 0, .max = 1000, .default_text = "0",
    .automatic = "0", .usual = 5, .stage = "deformable",
    .help = N_ ("Weight of smoothness against similarity: a larger one "
                "bends the slide less. 0 chooses the weight by the kind "
                "of section"),
    .memory = NC_ ("effect of a parameter", "none"),
    .time = NC_ ("effect of a parameter", "little") },
  { FIELD (window_radius), .title = N_ ("Radius of the window"),
    .flags = SAFFRON_PARAM_ADVANCED, .type = SAFFRON_PARAM_DOUBLE, .min = 1,
    .max = 64, .default_text = "8", .unit = "px", .stage = "deformable",
    .help = N_ ("Radius of the window in which similarity is measured, in "
                "pixels of the planes"),
    .memory = NC_ ("effect of a parameter", "none"),
    .time = NC_ ("effect of a parameter", "little") },

  { FIELD (landmark_use), .title = N_ ("Use of landmarks"),
    .choice_titles =
        N_ ("Correct the result|Meet each|Start there, too|Nothing else"),
    .type = SAFFRON_PARAM_CHOICE, .default_text = "correct",
    .choices = "correct|meet|start|only", .stage = "landmarks",
    .help = N_ ("Landmarks correct the result (on serial sections, those of "
                "many that stand out from how far picks are off there), or it "
                "meets each of them; it may also start from them in place of "
                "the coarse search, or go by nothing else"),
    .memory = NC_ ("effect of a parameter", "none"),
    .time = NC_ ("effect of a parameter", "start and only save stages") },
};

const SaffronParamSpec *
saffron_param_specs (guint *n_specs)
{
  *n_specs = G_N_ELEMENTS (specs);
  return specs;
}

const SaffronParamSpec *
saffron_param_spec_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (specs); i++)
    if (g_str_equal (specs[i].name, name))
      return &specs[i];
  return NULL;
}

gboolean
saffron_param_spec_changes_result (const SaffronParamSpec *spec)
{
  return (spec->flags & (SAFFRON_PARAM_UNUSED | SAFFRON_PARAM_ASIDE)) == 0;
}
