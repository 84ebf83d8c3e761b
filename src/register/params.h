/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * SaffronParams:
 *
 * Everything that a person can tune, one field per row of the table in
 * params.c: name, type, range, default, unit, help, stage, its effect on memory
 * and time, its name in the Nextflow pipeline and in VALIS. From the table come
 * the command line's --set and --help, the app's rows, the session file, the
 * export to Nextflow and docs/parameters.md. The struct owns its strings.
 */
typedef struct {
  /* planes */
  int max_processed_dim;
  int max_non_rigid_dim;
  double micro_reg_fraction;
  int num_features;
  int max_image_dim;
  char *reference_markers;
  int qc_level;
  /* slides */
  char *reference_channel; /* "auto" or a channel's name */
  char *moving_channel;
  char *kind;           /* "auto", "fluorescence", "brightfield" */
  char *reference_kind; /* the same for one slide; "auto": as @kind says */
  char *moving_kind;
  char *order; /* "reference", "chain", "given" */
  /* coarse */
  gboolean allow_flips;
  double rotation_range; /* degrees to either side; 180: any rotation */
  double scale_range;    /* largest ratio tried without pixel sizes */
  gboolean use_pixel_size;
  gboolean pieces;
  /* deformable */
  gboolean deformable;
  char *section;         /* "auto", "same", "serial" */
  double regularisation; /* 0: the default of the section */
  double window_radius;  /* LNCC window, pixels of the level */
  /* landmarks */
  char *landmark_use; /* "correct", "meet", "start", "only" */
} SaffronParams;

typedef enum {
  SAFFRON_PARAM_INT,
  SAFFRON_PARAM_DOUBLE,
  SAFFRON_PARAM_BOOLEAN,
  SAFFRON_PARAM_STRING,
  SAFFRON_PARAM_CHOICE,
} SaffronParamType;

/**
 * SaffronParamForm:
 * @SAFFRON_PARAM_FORM_SAME: the pipeline takes the same value
 * @SAFFRON_PARAM_FORM_LIST: a text separated by commas, which is a list in the
 *   pipeline
 * @SAFFRON_PARAM_FORM_SCALE: a number n of halvings, which is the scale 2^-n in
 *   the pipeline; -1, for which the pipeline has no word, is its own default
 */
typedef enum {
  SAFFRON_PARAM_FORM_SAME,
  SAFFRON_PARAM_FORM_LIST,
  SAFFRON_PARAM_FORM_SCALE,
} SaffronParamForm;

/**
 * SaffronParamFlags:
 * @SAFFRON_PARAM_ADVANCED: few people need it
 * @SAFFRON_PARAM_UNUSED: nothing that is built reads it; files and the pipeline
 *   have it
 * @SAFFRON_PARAM_ASIDE: it is used, but no run's result depends on it
 * @SAFFRON_PARAM_REFERENCE_CHANNEL: its value is "auto" or the name of one of
 *   the reference's channels
 * @SAFFRON_PARAM_MOVING_CHANNEL: the same of the moving slide
 */
typedef enum {
  SAFFRON_PARAM_ADVANCED = 1 << 0,
  SAFFRON_PARAM_UNUSED = 1 << 1,
  SAFFRON_PARAM_ASIDE = 1 << 2,
  SAFFRON_PARAM_REFERENCE_CHANNEL = 1 << 3,
  SAFFRON_PARAM_MOVING_CHANNEL = 1 << 4,
} SaffronParamFlags;

/**
 * SaffronParamSpec:
 *
 * One row of the table. @name is the key in files and on the command line,
 * @title is what a window calls it. @choices is for %SAFFRON_PARAM_CHOICE,
 * separated by "|", and @choice_titles are their titles in the same order.
 * @automatic is the number, if there is one, that leaves the choice to Saffron,
 * and @usual is about what that then takes.
 * @pipeline_name and @valis_name are %NULL where there is none; @memory and
 * @time say in words what a larger value costs. @title, @choice_titles, @help,
 * @memory and @time are to be translated where they are shown.
 */
typedef struct {
  const char *name;
  const char *title;
  SaffronParamFlags flags;
  SaffronParamType type;
  gsize offset;
  double min, max;
  const char *default_text;
  const char *automatic;
  double usual;
  const char *choices;
  const char *choice_titles;
  const char *unit;
  const char *stage;
  const char *help;
  const char *memory, *time;
  const char *pipeline_name;
  const char *valis_name;
  SaffronParamForm pipeline_form;
} SaffronParamSpec;

/* The table of all parameters; static. */
const SaffronParamSpec *saffron_param_specs (guint *n_specs);
const SaffronParamSpec *saffron_param_spec_find (const char *name);
/* Whether the result of a run depends on the parameter. */
gboolean saffron_param_spec_changes_result (const SaffronParamSpec *spec);
/* (transfer full): the allowed values in words, such as "a number from 0 to
 * 1". */
char *saffron_param_spec_allowed (const SaffronParamSpec *spec);
/* (transfer full): the shortest text that reads back as the same number. */
char *saffron_param_format_double (double value);

/* The names of the presets, %NULL-terminated, static: "pipeline",
 * "optimised" (the defaults), "low-memory". */
const char *const *saffron_params_preset_names (void);
const char *saffron_params_preset_title (const char *name);
/* What the preset is for, one line. */
const char *saffron_params_preset_help (const char *name);

/* The defaults ("optimised"). */
SaffronParams *saffron_params_new (void);
/* (transfer full): a preset; %NULL with an error that lists the presets when
 * there is none of that name. */
SaffronParams *saffron_params_new_preset (const char *name, GError **error);
SaffronParams *saffron_params_copy (const SaffronParams *params);
void saffron_params_free (SaffronParams *params);
gboolean saffron_params_equal (const SaffronParams *a, const SaffronParams *b);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronParams, saffron_params_free)

/**
 * saffron_params_set:
 *
 * Sets one parameter from text.
 *
 * Returns: %FALSE with %SAFFRON_ERROR_ARGUMENT for an unknown name, a value
 *   that cannot be read, NaN, or a value out of range; @params is then
 *   unchanged. The message names the parameter, the value and the allowed
 *   values, or the nearest known name
 */
gboolean saffron_params_set (SaffronParams *params,
                             const char *name,
                             const char *text,
                             GError **error);
/* (transfer full): the value as text, which saffron_params_set() reads back
 * exactly. */
char *saffron_params_get (const SaffronParams *params, const char *name);

/* (transfer full): a JSON object with one member per parameter. Reading it
 * checks values as saffron_params_set() does; parameters without a member keep
 * their default. */
JsonNode *saffron_params_to_json (const SaffronParams *params);
SaffronParams *saffron_params_from_json (JsonNode *node, GError **error);
/* The same, but ignores unknown members. For sessions, which another version
 * may have written. */
SaffronParams *saffron_params_from_json_known (JsonNode *node, GError **error);
/* Reads the parameters from a JSON file; messages name the file. */
SaffronParams *saffron_params_load (const char *path, GError **error);

G_END_DECLS
