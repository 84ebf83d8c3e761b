/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/session-private.h"

#include <math.h>

#include "base/json.h"
#include "quality/words.h"

enum {
  PROP_0,
  PROP_NOTE,
  PROP_STARRED,
  PROP_SIGN,
  PROP_RUN,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (SaffronRunEntry, saffron_run_entry, G_TYPE_OBJECT)

static void
saffron_run_entry_get_property (GObject *object,
                                guint id,
                                GValue *value,
                                GParamSpec *pspec)
{
  SaffronRunEntry *self = SAFFRON_RUN_ENTRY (object);

  if (id == PROP_NOTE)
    g_value_set_string (value, self->note);
  else if (id == PROP_STARRED)
    g_value_set_boolean (value, self->starred);
  else if (id == PROP_SIGN)
    g_value_set_pointer (value, self->sign);
  else if (id == PROP_RUN)
    g_value_set_pointer (value, (gpointer) self->run);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
saffron_run_entry_finalize (GObject *object)
{
  SaffronRunEntry *self = SAFFRON_RUN_ENTRY (object);

  saffron_run_unref (self->run);
  saffron_run_unref (self->own);
  g_array_unref (self->rings);
  g_free (self->note);
  g_free (self->group);
  saffron_sign_free (self->sign);
  json_node_unref (self->json);
  G_OBJECT_CLASS (saffron_run_entry_parent_class)->finalize (object);
}

static void
saffron_run_entry_class_init (SaffronRunEntryClass *klass)
{
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  G_OBJECT_CLASS (klass)->get_property = saffron_run_entry_get_property;
  G_OBJECT_CLASS (klass)->finalize = saffron_run_entry_finalize;
  props[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, "", flags);
  props[PROP_STARRED] =
      g_param_spec_boolean ("starred", NULL, NULL, FALSE, flags);
  props[PROP_SIGN] = g_param_spec_pointer ("sign", NULL, NULL, flags);
  props[PROP_RUN] = g_param_spec_pointer ("run", NULL, NULL, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, props);
}

static void
saffron_run_entry_init (SaffronRunEntry *self)
{
}

guint
saffron_run_number_from_json (JsonObject *object, const char *member)
{
  double number = 0.0;

  if (!saffron_json_get_number (object, member, 0.0, &number, NULL)
      || !(number >= 1.0 && number <= G_MAXINT) || floor (number) != number)
    return 0;
  return (guint) number;
}

/* Members of an unexpected type were written by another program and stay in the
 * file. */
static void
read_json (SaffronRunEntry *self)
{
  JsonObject *object = json_node_get_object (self->json);
  const char *note = NULL;
  gboolean starred = FALSE;
  g_autoptr (SaffronSign) sign =
      saffron_sign_from_json (json_object_get_member (object, "sign"));

  saffron_json_get_string (object, "note", &note, NULL);
  if (note == NULL)
    note = "";
  saffron_json_get_boolean (object, "starred", FALSE, &starred, NULL);
  if (g_strcmp0 (note, self->note) != 0)
    {
      g_free (self->note);
      self->note = g_strdup (note);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NOTE]);
    }
  if (!starred != !self->starred)
    {
      self->starred = starred;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STARRED]);
    }
  if (!saffron_sign_equal (sign, self->sign))
    {
      SAFFRON_EXCHANGE (self->sign, sign);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SIGN]);
    }
}

SaffronRunEntry *
saffron_run_entry_new (SaffronRun *run, JsonNode *json)
{
  SaffronRunEntry *self = g_object_new (SAFFRON_TYPE_RUN_ENTRY, NULL);
  JsonObject *object = json_node_get_object (json);
  const char *group = NULL;

  self->own = saffron_run_ref (run);
  self->run = saffron_run_ref (run);
  self->rings = saffron_rings_from_json (object);
  self->json = json;
  json_node_seal (json);
  self->number = saffron_run_number_from_json (object, "number");
  self->from = json_object_has_member (object, "started_from")
                   ? (int) saffron_run_number_from_json (object, "started_from")
                   : -1;
  saffron_json_get_string (object, "group", &group, NULL);
  self->group = g_strdup (group != NULL ? group : "");
  read_json (self);
  return self;
}

/* Returns a copy of the entry's JSON without @member; the values are shared. */
static JsonObject *
copy_without (SaffronRunEntry *self, const char *member)
{
  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *node = NULL;

  json_object_iter_init (&iter, json_node_get_object (self->json));
  while (json_object_iter_next (&iter, &name, &node))
    if (!g_str_equal (name, member))
      json_object_set_member (copy, name, json_node_ref (node));
  return copy;
}

static JsonNode *
node_of (JsonObject *object)
{
  JsonNode *node = json_node_init_object (json_node_alloc (), object);

  json_object_unref (object);
  json_node_seal (node);
  return node;
}

JsonNode *
saffron_run_entry_with_note (SaffronRunEntry *self, const char *note)
{
  JsonObject *object = copy_without (self, "note");

  if (*note != '\0')
    json_object_set_string_member (object, "note", note);
  return node_of (object);
}

JsonNode *
saffron_run_entry_with_star (SaffronRunEntry *self, gboolean starred)
{
  JsonObject *object = copy_without (self, "starred");

  if (starred)
    json_object_set_boolean_member (object, "starred", TRUE);
  return node_of (object);
}

JsonNode *
saffron_run_entry_with_sign (SaffronRunEntry *self, const SaffronSign *sign)
{
  JsonObject *object = copy_without (self, "sign");

  if (sign != NULL)
    json_object_set_member (object, "sign", saffron_sign_to_json (sign));
  return node_of (object);
}

void
saffron_run_entry_exchange (SaffronRunEntry *self, JsonNode **json)
{
  JsonNode *old = self->json;

  self->json = *json;
  *json = old;
  read_json (self);
}

SaffronRunEntry *
saffron_run_entry_renumber (SaffronRunEntry *self, guint number, guint from)
{
  JsonObject *object = copy_without (self, "number");

  json_object_set_int_member (object, "number", number);
  if (from > 0)
    json_object_set_int_member (object, "started_from", from);
  return saffron_run_entry_new (self->own, node_of (object));
}

JsonNode *
saffron_run_entry_to_json (SaffronRunEntry *self)
{
  JsonObject *object = NULL;

  if (self->rings->len == 0
      && !json_object_has_member (json_node_get_object (self->json), "rings"))
    return json_node_ref (self->json);
  object = copy_without (self, "rings");
  if (self->rings->len > 0)
    json_object_set_array_member (object, "rings",
                                  saffron_rings_to_json (self->rings));
  return node_of (object);
}

/* Both are of one run; a contradicted one is made anew each time. */
static gboolean
has_same_verdict (SaffronRun *a, SaffronRun *b)
{
  gboolean same = a == b
                  || (a->verified == b->verified && a->partial == b->partial
                      && a->reasons->len == b->reasons->len);

  for (guint i = 0; same && a != b && i < a->reasons->len; i++)
    {
      g_autofree char *first = saffron_reason_to_words (a->reasons->pdata[i]);
      g_autofree char *second = saffron_reason_to_words (b->reasons->pdata[i]);

      same = g_str_equal (first, second);
    }
  return same;
}

gboolean
saffron_run_entry_set_run (SaffronRunEntry *self, SaffronRun *run)
{
  SaffronRun *before = self->run;

  if (has_same_verdict (before, run))
    return FALSE;
  self->run = saffron_run_ref (run);
  saffron_run_unref (before);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUN]);
  return TRUE;
}

SaffronRun *
saffron_run_entry_get_run (SaffronRunEntry *self)
{
  return self->run;
}

SaffronRun *
saffron_run_entry_get_own (SaffronRunEntry *self)
{
  return self->own;
}

guint
saffron_run_entry_get_number (SaffronRunEntry *self)
{
  return self->number;
}

const char *
saffron_run_entry_get_group (SaffronRunEntry *self)
{
  return self->group;
}

const char *
saffron_run_entry_get_note (SaffronRunEntry *self)
{
  return self->note;
}

gboolean
saffron_run_entry_get_starred (SaffronRunEntry *self)
{
  return self->starred;
}

const SaffronSign *
saffron_run_entry_get_sign (SaffronRunEntry *self)
{
  return self->sign;
}
