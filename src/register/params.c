/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/params.h"

/* A new parameter needs a field in SaffronParams and a row here. Apart from the
 * code that uses a parameter, nothing else in the program knows them one by
 * one. */
#define FIELD(field)                                                           \
  .name = #field, .offset = G_STRUCT_OFFSET (SaffronParams, field)

static const SaffronParamSpec specs[] = {
  { FIELD (max_processed_dim), .type = SAFFRON_PARAM_INT, .min = 256,
    .max = 10000, .default_text = "1800", .unit = "px", .stage = "planes",
    .help = "Longest side of the planes for coarse and affine",
    .memory = "grows with its square", .time = "grows with its square",
    .pipeline_name = "reg_max_processed_dim",
    .valis_name = "max_processed_image_dim_px" },
  { FIELD (max_non_rigid_dim), .type = SAFFRON_PARAM_INT, .min = 256,
    .max = 10000, .default_text = "2500", .unit = "px", .stage = "deformable",
    .help = "Longest side of the planes for the deformable stage",
    .memory = "grows with its square", .time = "grows with its square",
    .pipeline_name = "reg_max_non_rigid_dim",
    .valis_name = "max_non_rigid_registration_dim_px" },
  { FIELD (micro_reg_fraction), .type = SAFFRON_PARAM_DOUBLE, .min = 0,
    .max = 1, .default_text = "0.25", .stage = "micro",
    .help = "Micro, which is not built yet, works at this fraction of full "
            "resolution; 0 turns it off",
    .memory = "little: micro goes by tiles", .time = "grows with its square",
    .pipeline_name = "reg_micro_reg_fraction" },
  { FIELD (num_features), .type = SAFFRON_PARAM_INT, .min = 100, .max = 50000,
    .default_text = "3000", .stage = "coarse",
    .help = "Keypoints per slide; matched ones give a second opinion where "
            "the coarse search is unsure",
    .memory = "little", .time = "grows with its square, where it is unsure",
    .pipeline_name = "reg_num_features", .valis_name = "num_features" },
  { FIELD (max_image_dim), .type = SAFFRON_PARAM_INT, .min = 512, .max = 30000,
    .default_text = "4000", .unit = "px", .stage = "planes",
    .help = "No decoded level larger than this is held whole",
    .memory = "grows with its square", .time = "little",
    .pipeline_name = "reg_max_image_dim", .valis_name = "max_image_dim_px" },
  { FIELD (reference_markers), .type = SAFFRON_PARAM_STRING,
    .default_text = "DAPI,FITC", .stage = "slides",
    .help = "Markers in the file name that make a slide the reference, "
            "separated by commas",
    .pipeline_name = "reg_reference_markers",
    .pipeline_form = SAFFRON_PARAM_FORM_LIST },
  { FIELD (qc_level), .type = SAFFRON_PARAM_INT, .min = 0, .max = 8,
    .default_text = "2", .stage = "export",
    .help = "Halvings from full resolution to the QC pictures; 2 is a quarter "
            "of the size",
    .memory = "none: pictures are streamed", .time = "falls fourfold a step",
    .pipeline_name = "qc_scale_factor",
    .pipeline_form = SAFFRON_PARAM_FORM_SCALE },

  { FIELD (reference_channel), .type = SAFFRON_PARAM_STRING,
    .default_text = "auto", .stage = "slides",
    .help = "Channel that registration looks at on the reference; auto takes "
            "the nuclear one" },
  { FIELD (moving_channel), .type = SAFFRON_PARAM_STRING,
    .default_text = "auto", .stage = "slides",
    .help = "Channel that registration looks at on the moving slide" },
  { FIELD (kind), .type = SAFFRON_PARAM_CHOICE, .default_text = "auto",
    .choices = "auto|fluorescence|brightfield", .stage = "slides",
    .help = "Treat both slides as this; auto looks at each" },

  { FIELD (allow_flips), .type = SAFFRON_PARAM_BOOLEAN, .default_text = "false",
    .stage = "coarse",
    .help = "Also try the moving slide mirrored, as when a section was turned "
            "over",
    .memory = "none", .time = "doubles the coarse stage" },
  { FIELD (rotation_range), .type = SAFFRON_PARAM_DOUBLE, .min = 0, .max = 180,
    .default_text = "180", .unit = "°", .stage = "coarse",
    .help = "Rotations searched either side of unrotated; 180 is any",
    .memory = "none", .time = "grows in proportion (coarse stage)" },
  { FIELD (scale_range), .type = SAFFRON_PARAM_DOUBLE, .min = 1, .max = 4,
    .default_text = "1.6", .unit = "×", .stage = "coarse",
    .help = "Largest ratio of scales searched where no pixel sizes tell it; "
            "the second opinion reaches 4 in any case",
    .memory = "none", .time = "grows with its logarithm (coarse stage)" },
  { FIELD (use_pixel_size), .type = SAFFRON_PARAM_BOOLEAN,
    .default_text = "true", .stage = "coarse",
    .help = "Take the ratio of scales from the files' pixel sizes, if both "
            "have one" },

  { FIELD (deformable), .type = SAFFRON_PARAM_BOOLEAN, .default_text = "true",
    .stage = "deformable",
    .help = "Bend the slide after the affine; off leaves it affine" },
  { FIELD (section), .type = SAFFRON_PARAM_CHOICE, .default_text = "auto",
    .choices = "auto|same|serial", .stage = "deformable",
    .help = "The same section imaged again, or neighbouring sections" },
  { FIELD (regularisation), .type = SAFFRON_PARAM_DOUBLE, .min = 0, .max = 1000,
    .default_text = "0", .stage = "deformable",
    .help = "Weight of smoothness against similarity; 0 takes the one that "
            "suits the section",
    .memory = "none", .time = "little" },
  { FIELD (window_radius), .type = SAFFRON_PARAM_DOUBLE, .min = 1, .max = 64,
    .default_text = "8", .unit = "px", .stage = "deformable",
    .help = "Radius of the window in which similarity is measured, in pixels "
            "of the working size",
    .memory = "none", .time = "little" },
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
