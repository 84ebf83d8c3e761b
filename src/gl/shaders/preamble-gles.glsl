#version 300 es
/* SPDX-License-Identifier: GPL-3.0-or-later */
precision highp float;
precision highp int;
precision highp sampler2D;
precision highp usampler2D;
precision highp sampler2DArray;
