/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/deflate-rows.h"

#include <string.h>

/* Symbols: bytes, the end of a block, and lengths of matches. */
#define N_SYMBOLS 286
#define END_OF_BLOCK 256
#define FIRST_LENGTH 257
/* The longest code, bits. */
#define LONGEST 15
/* The shortest and the longest match, bytes. */
#define LEAST 3
#define MOST 258
/* What a block and the end of a part take beside the codes, bytes. */
#define FRAME 256

/* The order in which RFC 1951 has the lengths of the codes that code lengths
 * are written with. */
#define N_LENGTHS 19
static const guint8 length_order[N_LENGTHS] = { 16, 17, 18, 0,  8, 7,  9,
                                                6,  10, 5,  11, 4, 12, 3,
                                                13, 2,  14, 1,  15 };

/* A code's bits, lowest first, and how many. */
typedef struct {
  guint16 bits;
  guint16 n;
} Code;

/* Bits on their way to @out. At most 7 stay between two calls of flush (). */
typedef struct {
  guint8 *out;
  guint64 bits;
  guint n;
} Writer;

static inline void
put (Writer *writer, guint64 bits, guint n)
{
  writer->bits |= bits << writer->n;
  writer->n += n;
}

static inline void
flush (Writer *writer)
{
  guint64 bits = GUINT64_TO_LE (writer->bits);

  memcpy (writer->out, &bits, sizeof bits);
  writer->out += writer->n >> 3;
  writer->bits >>= writer->n & ~7u;
  writer->n &= 7;
}

static inline void
put_code (Writer *writer, Code code)
{
  put (writer, code.bits, code.n);
}

static inline gboolean
eight_zeros (const guint8 *at)
{
  guint64 word;

  memcpy (&word, at, sizeof word);
  return word == 0;
}

/* How many bytes from @at on are zero; at least eight. */
static gsize
run_of_zeros (const guint8 *at, gsize n)
{
  gsize i = 8;

  while (i + 8 <= n && eight_zeros (at + i))
    i += 8;
  while (i < n && at[i] == 0)
    i++;
  return i;
}

/* A run of zeros: one zero, matches with what is a byte before, and up to two
 * zeros more. */
static inline guint
next_match (gsize left)
{
  return left < LEAST ? 0 : (guint) MIN (left, MOST);
}

/* The symbol of a match, and the bits behind it. */
static inline guint
length_symbol (guint length, guint *extra, guint *n_extra)
{
  guint l = length - LEAST;

  *extra = *n_extra = 0;
  if (l == MOST - LEAST)
    return N_SYMBOLS - 1;
  if (l < 8)
    return FIRST_LENGTH + l;
  *n_extra = g_bit_storage (l) - 3;
  *extra = l & ((1u << *n_extra) - 1);
  return FIRST_LENGTH + 4 * (*n_extra + 1) + ((l >> *n_extra) & 3);
}

static void
count_run (gsize run, guint32 *counts)
{
  gsize left = run - 1;
  guint match, extra, n_extra;

  counts[0]++;
  for (; (match = next_match (left)) > 0; left -= match)
    counts[length_symbol (match, &extra, &n_extra)]++;
  counts[0] += (guint32) left;
}

/* Three tables, so that equal bytes side by side do not wait for each other. */
static void
count_symbols (const guint8 *data, gsize n, guint32 *counts)
{
  guint32 second[256] = { 0 }, third[256] = { 0 };
  gsize i = 0;

  memset (counts, 0, N_SYMBOLS * sizeof *counts);
  while (i + 8 <= n)
    {
      if (eight_zeros (data + i))
        {
          gsize run = run_of_zeros (data + i, n - i);

          count_run (run, counts);
          i += run;
          continue;
        }
      counts[data[i]]++;
      second[data[i + 1]]++;
      third[data[i + 2]]++;
      i += 3;
    }
  for (; i < n; i++)
    counts[data[i]]++;
  for (guint k = 0; k < 256; k++)
    counts[k] += second[k] + third[k];
  counts[END_OF_BLOCK] = 1;
}

static void
put_run (Writer *writer, const Code *codes, gsize run)
{
  gsize left = run - 1;
  guint match, extra, n_extra;

  put_code (writer, codes[0]);
  for (; (match = next_match (left)) > 0; left -= match)
    {
      put_code (writer, codes[length_symbol (match, &extra, &n_extra)]);
      put (writer, extra, n_extra);
      put (writer, 0, 1); /* the only distance, 1 */
      flush (writer);
    }
  for (; left > 0; left--)
    put_code (writer, codes[0]);
  flush (writer);
}

/* Walks as count_symbols () does. */
static void
put_symbols (Writer *writer, const Code *codes, const guint8 *data, gsize n)
{
  Writer own = *writer;
  gsize i = 0;

  while (i + 8 <= n)
    {
      if (eight_zeros (data + i))
        {
          gsize run = run_of_zeros (data + i, n - i);

          put_run (&own, codes, run);
          i += run;
          continue;
        }
      put_code (&own, codes[data[i]]);
      put_code (&own, codes[data[i + 1]]);
      put_code (&own, codes[data[i + 2]]);
      flush (&own);
      i += 3;
    }
  for (; i < n; i++)
    {
      put_code (&own, codes[data[i]]);
      flush (&own);
    }
  put_code (&own, codes[END_OF_BLOCK]);
  flush (&own);
  *writer = own;
}

/* A node of the tree: a symbol, or two nodes together. */
typedef struct {
  guint32 count;
  guint16 symbol, parent;
} Node;

static int
compare_nodes (gconstpointer a, gconstpointer b)
{
  const Node *one = a, *other = b;

  if (one->count != other->count)
    return one->count < other->count ? -1 : 1;
  return (int) one->symbol - (int) other->symbol;
}

/* The next of the lightest nodes, which are symbols from @leaf on or pairs from
 * @pair on, both in order. */
static guint
take_lightest (const Node *nodes,
               guint *leaf,
               guint n_leaves,
               guint *pair,
               guint n_nodes)
{
  if (*leaf < n_leaves
      && (*pair >= n_nodes || nodes[*leaf].count <= nodes[*pair].count))
    return (*leaf)++;
  return (*pair)++;
}

/* The lengths of Huffman's codes (1952). Returns the longest. */
static guint
find_lengths (const guint32 *counts, guint8 *lengths)
{
  Node nodes[2 * N_SYMBOLS];
  guint8 depths[2 * N_SYMBOLS];
  guint n = 0, leaf = 0, pair, n_nodes, longest = 0;

  memset (lengths, 0, N_SYMBOLS);
  for (guint s = 0; s < N_SYMBOLS; s++)
    if (counts[s] > 0)
      nodes[n++] = (Node){ counts[s], (guint16) s, 0 };
  qsort (nodes, n, sizeof *nodes, compare_nodes);
  pair = n_nodes = n;
  while (n_nodes < 2 * n - 1)
    {
      guint a = take_lightest (nodes, &leaf, n, &pair, n_nodes);
      guint b = take_lightest (nodes, &leaf, n, &pair, n_nodes);

      nodes[n_nodes] = (Node){ nodes[a].count + nodes[b].count, 0, 0 };
      nodes[a].parent = nodes[b].parent = (guint16) n_nodes++;
    }
  depths[n_nodes - 1] = 0;
  for (guint i = n_nodes - 1; i-- > 0;)
    {
      depths[i] = (guint8) (depths[nodes[i].parent] + 1);
      if (i < n)
        {
          lengths[nodes[i].symbol] = depths[i];
          longest = MAX (longest, depths[i]);
        }
    }
  return longest;
}

/* The same with no code longer than may be: rare symbols count as if they were
 * less rare. */
static void
find_short_lengths (guint32 *counts, guint8 *lengths)
{
  while (find_lengths (counts, lengths) > LONGEST)
    for (guint s = 0; s < N_SYMBOLS; s++)
      counts[s] = (counts[s] + 1) / 2;
}

/* The codes that RFC 1951 derives from their lengths. */
static void
make_codes (const guint8 *lengths, Code *codes)
{
  guint n_of[LONGEST + 1] = { 0 }, next[LONGEST + 1] = { 0 };

  for (guint s = 0; s < N_SYMBOLS; s++)
    n_of[lengths[s]]++;
  for (guint l = 2; l <= LONGEST; l++)
    next[l] = (next[l - 1] + n_of[l - 1]) << 1;
  for (guint s = 0; s < N_SYMBOLS; s++)
    {
      guint value = lengths[s] > 0 ? next[lengths[s]]++ : 0, bits = 0;

      for (guint b = 0; b < lengths[s]; b++)
        bits = bits << 1 | ((value >> b) & 1);
      codes[s] = (Code){ (guint16) bits, lengths[s] };
    }
}

/* A block's head: that it has codes of its own, and their lengths, four bits
 * each. */
static void
put_lengths (Writer *writer, const guint8 *lengths)
{
  put (writer, 2 << 1, 3);
  put (writer, N_SYMBOLS - FIRST_LENGTH, 5);
  put (writer, 0, 5); /* one distance */
  put (writer, N_LENGTHS - 4, 4);
  flush (writer);
  for (guint i = 0; i < N_LENGTHS; i++)
    {
      put (writer, length_order[i] < 16 ? 4 : 0, 3);
      flush (writer);
    }
  for (guint s = 0; s <= N_SYMBOLS; s++)
    {
      guint length = s < N_SYMBOLS ? lengths[s] : 1, bits = 0;

      for (guint b = 0; b < 4; b++)
        bits = bits << 1 | ((length >> b) & 1);
      put (writer, bits, 4);
      flush (writer);
    }
}

/* An empty block of bytes as they are, which begins at a whole one. */
static void
put_empty_block (Writer *writer)
{
  put (writer, 0, 3);
  put (writer, 0, (8 - writer->n % 8) % 8);
  flush (writer);
  put (writer, 0xffff0000u, 32);
  flush (writer);
}

gsize
saffron_deflate_rows_bound (gsize n)
{
  return n / 8 * LONGEST + LONGEST + FRAME;
}

gsize
saffron_deflate_rows (const guint8 *data, gsize n, guint8 *out)
{
  guint32 counts[N_SYMBOLS];
  guint8 lengths[N_SYMBOLS];
  Code codes[N_SYMBOLS];
  Writer writer = { .out = out };

  count_symbols (data, n, counts);
  find_short_lengths (counts, lengths);
  make_codes (lengths, codes);
  put_lengths (&writer, lengths);
  put_symbols (&writer, codes, data, n);
  put_empty_block (&writer);
  return (gsize) (writer.out - out);
}
