/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/looks.h"

#include "register/run-look.h"

/* One slide's side of a choice for both: the partner's side is chosen
 * automatically, so that a name which only the partner lacks is no error here.
 * @message: (out): of an error; else left as it is */
static void
find_one (SaffronSlide *slide,
          SaffronSlide *partner,
          gboolean is_reference,
          const char *asked,
          const SaffronParams *params,
          SaffronLook *found,
          char **message)
{
  g_autoptr (SaffronParams) own = saffron_params_copy (params);
  g_autoptr (GError) error = NULL;
  SaffronLook looks[2] = { { 0 }, { 0 } };
  int side = is_reference ? 0 : 1;

  saffron_params_set (own, "reference_channel", is_reference ? asked : "auto",
                      NULL);
  saffron_params_set (own, "moving_channel", is_reference ? "auto" : asked,
                      NULL);
  if (!saffron_look_choose (is_reference ? slide : partner,
                            is_reference ? partner : slide, own, &looks[0],
                            &looks[1], &error))
    *message = g_strdup (error->message);
  *found = looks[side];
  saffron_look_clear (&looks[1 - side]);
}

static const char *
asked_for (const SaffronParams *params, gboolean is_reference)
{
  return is_reference ? params->reference_channel : params->moving_channel;
}

/* What @run looked at, if it was asked for the same as @params ask for now. */
static gboolean
find_recorded (SaffronSlide *slide,
               SaffronSlide *partner,
               gboolean is_reference,
               const SaffronParams *params,
               SaffronRun *run,
               SaffronLook *found)
{
  SaffronLook looks[2] = { { 0 }, { 0 } };
  int side = is_reference ? 0 : 1;

  if (run == NULL || run->looks[side].name == NULL
      || !g_str_equal (saffron_look_asked_kind (run->params, is_reference),
                       saffron_look_asked_kind (params, is_reference))
      || !g_str_equal (asked_for (run->params, is_reference),
                       asked_for (params, is_reference))
      || !saffron_run_find_looks (run, is_reference ? slide : partner,
                                  is_reference ? partner : slide, looks, NULL))
    return FALSE;
  *found = looks[side];
  saffron_look_clear (&looks[1 - side]);
  return TRUE;
}

SaffronLooks *
saffron_looks_find (SaffronSlide *slide,
                    SaffronSlide *partner,
                    gboolean is_reference,
                    const SaffronParams *params,
                    SaffronRun *run)
{
  SaffronLooks *looks = g_new0 (SaffronLooks, 1);
  const char *asked = asked_for (params, is_reference);
  SaffronLook recorded = { 0 };
  gboolean is_recorded =
      find_recorded (slide, partner, is_reference, params, run, &recorded);

  looks->is_asked = *asked != '\0' && g_ascii_strcasecmp (asked, "auto") != 0;
  if (is_recorded && !looks->is_asked)
    {
      looks->automatic = recorded;
      return looks;
    }
  find_one (slide, partner, is_reference, "auto", params, &looks->automatic,
            &looks->error);
  if (!looks->is_asked)
    return looks;
  g_clear_pointer (&looks->error, g_free);
  if (is_recorded)
    looks->asked = recorded;
  else
    find_one (slide, partner, is_reference, asked, params, &looks->asked,
              &looks->error);
  return looks;
}

SaffronLooks *
saffron_looks_copy (const SaffronLooks *looks)
{
  SaffronLooks *copy = g_new0 (SaffronLooks, 1);

  copy->automatic = saffron_look_copy (&looks->automatic);
  copy->is_asked = looks->is_asked;
  copy->asked = saffron_look_copy (&looks->asked);
  copy->error = g_strdup (looks->error);
  return copy;
}

void
saffron_looks_free (SaffronLooks *looks)
{
  if (looks == NULL)
    return;
  saffron_look_clear (&looks->automatic);
  saffron_look_clear (&looks->asked);
  g_free (looks->error);
  g_free (looks);
}

const SaffronLook *
saffron_looks_get (const SaffronLooks *looks)
{
  return looks->is_asked ? &looks->asked : &looks->automatic;
}
