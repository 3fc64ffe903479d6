package dev.ingot.platform.api;

/**
 * A part of a machine's output.
 *
 * @param text lines, the last of which may be incomplete
 * @param position where the next part begins, for following
 */
public record LogChunk(String text, long position) {}
