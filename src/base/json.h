/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * saffron_json_load:
 * @path: a file of JSON; a pipe is read to its end
 * @max_bytes: a longer file is refused
 *
 * Reads one JSON document that cannot be trusted: its length and depth are
 * limited, so that a hostile file exhausts neither memory nor the stack. A
 * number that is too large for a double is refused.
 *
 * Returns: (transfer full): the root, or %NULL with an error that names the
 *   file: %SAFFRON_ERROR_NOT_FOUND, %SAFFRON_ERROR_IO,
 *   %SAFFRON_ERROR_TOO_LARGE, or %SAFFRON_ERROR_FORMAT with the line
 */
JsonNode *saffron_json_load (const char *path, gsize max_bytes, GError **error);

/* The same from memory; @name stands for the file in messages. */
JsonNode *saffron_json_parse (const char *text,
                              gsize length,
                              const char *name,
                              GError **error);

/* (transfer full): text with an indent of two and a newline at its end. Each
 * number is as short as possible while reading back as the same; NaN and the
 * infinities become null. */
char *saffron_json_print (JsonNode *node);

/* Prints one finite number into a buffer of %G_ASCII_DTOSTR_BUF_SIZE: of 15, 16
 * and 17 digits, the fewest that read back as the same bits. */
void saffron_json_format_double (double value, char *text, gsize size);

/* A number as a node, or null for NaN and the infinities, which JSON lacks. */
JsonNode *saffron_json_number (double value);

/**
 * saffron_json_get_number:
 * @missing: the value to use when the member is absent or null
 *
 * Returns: %FALSE with %SAFFRON_ERROR_FORMAT, naming the member, when it is not
 *   a number
 */
gboolean saffron_json_get_number (JsonObject *object,
                                  const char *member,
                                  double missing,
                                  double *value,
                                  GError **error);

/* The same for a string; @value (transfer none) is %NULL when the member is
 * absent or null. */
gboolean saffron_json_get_string (JsonObject *object,
                                  const char *member,
                                  const char **value,
                                  GError **error);
gboolean saffron_json_get_boolean (JsonObject *object,
                                   const char *member,
                                   gboolean missing,
                                   gboolean *value,
                                   GError **error);
/* The same for an array; @value (transfer none) is %NULL when the member is
 * absent or null. */
gboolean saffron_json_get_array (JsonObject *object,
                                 const char *member,
                                 JsonArray **value,
                                 GError **error);

G_END_DECLS
