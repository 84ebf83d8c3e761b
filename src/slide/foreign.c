/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/foreign.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "slide/slide-folder.h"

#define HEAD_BYTES 1024

/* Kinds that are known by their bytes at some place, and what to say. */
static const struct {
  gsize at;
  const char *bytes;
  gsize n;
  SaffronError code;
  const char *words;
} kinds[] = {
#define BYTES(text) text, sizeof (text) - 1
  { 0, BYTES ("ZISRAWFILE"), SAFFRON_ERROR_UNSUPPORTED,
    N_ ("is a Zeiss CZI file, which is not read; export it as OME-TIFF from "
        "the scanner's own program, QuPath or bfconvert") },
  { 128, BYTES ("DICM"), SAFFRON_ERROR_UNSUPPORTED,
    N_ ("is a DICOM file, which is not read; convert it to OME-TIFF with "
        "wsidicomizer or bfconvert") },
  { 0, BYTES ("\xda\xce\xbe\x0a"), SAFFRON_ERROR_UNSUPPORTED,
    N_ ("is a Nikon ND2 file, which is not read; export it as OME-TIFF from "
        "the scanner's own program, QuPath or bfconvert") },
  { 0, BYTES ("\x70\x00\x00\x00"), SAFFRON_ERROR_UNSUPPORTED,
    N_ ("is a Leica LIF file, which is not read; export it as OME-TIFF from "
        "the scanner's own program, QuPath or bfconvert") },
  { 0, BYTES ("OLYMPUSRAWFORMAT"), SAFFRON_ERROR_UNSUPPORTED,
    N_ ("is an Olympus OIR file, which is not read; export it as OME-TIFF from "
        "the scanner's own program, QuPath or bfconvert") },
  { 0, BYTES ("SIS\0"), SAFFRON_ERROR_UNSUPPORTED,
    N_ ("holds the tiles of an Olympus VSI slide, which is not read; export it "
        "as OME-TIFF from the scanner's own program, QuPath or bfconvert") },
  { 0, BYTES ("\x89HDF\r\n\x1a\n"), SAFFRON_ERROR_UNSUPPORTED,
    N_ ("is an HDF5 file (Imaris, ilastik and others), which is not read; "
        "export it as OME-TIFF from the scanner's own program, QuPath or "
        "bfconvert") },
  { 0, BYTES ("KFB"), SAFFRON_ERROR_UNSUPPORTED,
    N_ ("is a KFBIO slide, which is not read; export it as OME-TIFF from the "
        "scanner's own program, QuPath or bfconvert") },
  { 0, BYTES ("%PDF-"), SAFFRON_ERROR_FORMAT,
    N_ ("is a PDF document; give an image file") },
  { 0, BYTES ("PK\3\4"), SAFFRON_ERROR_FORMAT,
    N_ ("is a ZIP archive; unpack it and give the image file in it") },
  { 0, BYTES ("\x1f\x8b"), SAFFRON_ERROR_FORMAT,
    N_ ("is compressed with gzip; unpack it first") },
  { 0, BYTES ("version https://git-lfs.github.com/spec/"), SAFFRON_ERROR_FORMAT,
    N_ ("is a pointer of Git LFS and not the slide itself; fetch it with git "
        "lfs pull") },
#undef BYTES
};

/* Kinds that are known by the first words of a text, in either case. */
static const struct {
  const char *start, *words;
} texts[] = {
  { "<!doctype html", N_ ("is a web page (HTML) and not the slide; download "
                          "the slide again, perhaps after signing in") },
  { "<html", N_ ("is a web page (HTML) and not the slide; download the slide "
                 "again, perhaps after signing in") },
  { "<?xml", N_ ("is an XML file and not the slide; give the image file, or "
                 "download it again") },
};

static gssize
read_head (const char *path, char *head, gsize size)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  gssize n = fd >= 0 ? saffron_file_pread (fd, head, size, 0) : -1;
  int saved = errno;

  if (fd >= 0)
    close (fd);
  errno = saved;
  return n;
}

gboolean
saffron_foreign_explain (const char *path, GError **error)
{
  char head[HEAD_BYTES + 1] = "";
  gssize n = read_head (path, head, HEAD_BYTES);
  const char *text = head;

  if (n < 0)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
                   _ ("%s: cannot be read (%s); check the disk or the network, "
                      "then try again"),
                   path, g_strerror (errno));
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].at + kinds[i].n <= (gsize) n
        && memcmp (head + kinds[i].at, kinds[i].bytes, kinds[i].n) == 0)
      {
        g_set_error (error, SAFFRON_ERROR, kinds[i].code, "%s: %s", path,
                     _ (kinds[i].words));
        return TRUE;
      }
  if (g_str_has_prefix (text, "\xef\xbb\xbf"))
    text += 3;
  while (g_ascii_isspace (*text))
    text++;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_ascii_strncasecmp (text, texts[i].start, strlen (texts[i].start))
        == 0)
      {
        g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT, "%s: %s", path,
                     _ (texts[i].words));
        return TRUE;
      }
  return FALSE;
}

/* Olympus keeps a slide's tiles in a folder named after it; the file itself is
 * a TIFF with the overview and the label. */
gboolean
saffron_foreign_check_head (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  char *dot = strrchr (name, '.');
  g_autofree char *tiles = NULL;
  g_autofree char *beside = NULL;
  char head[4] = "";

  if (saffron_slide_is_folder_metadata (path))
    {
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
          _ ("%s: is the metadata of a Zarr; give the folder that it is "
             "in: %s"),
          path, folder);
      return FALSE;
    }
  if (dot == NULL || g_ascii_strcasecmp (dot, ".vsi") != 0
      || read_head (path, head, 4) != 4
      || (memcmp (head, "II*\0", 4) != 0 && memcmp (head, "MM\0*", 4) != 0
          && memcmp (head, "II+\0", 4) != 0 && memcmp (head, "MM\0+", 4) != 0))
    return TRUE;
  *dot = '\0';
  tiles = g_strdup_printf ("_%s_", name);
  beside = g_build_filename (folder, tiles, NULL);
  g_set_error (
      error, SAFFRON_ERROR, SAFFRON_ERROR_UNSUPPORTED,
      g_file_test (beside, G_FILE_TEST_IS_DIR)
          ? _ ("%s: is the head of an Olympus VSI slide and holds only its "
               "overview; the slide itself is in the folder %s beside it, "
               "which is not read; export it as OME-TIFF from the scanner's "
               "own program, QuPath or bfconvert")
          : _ ("%s: is the head of an Olympus VSI slide and holds only its "
               "overview; the slide itself is in the folder %s beside it (it "
               "is missing there), which is not read; export it as OME-TIFF "
               "from the scanner's own program, QuPath or bfconvert"),
      path, tiles);
  return FALSE;
}
