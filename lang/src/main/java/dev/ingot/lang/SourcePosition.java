package dev.ingot.lang;

/**
 * A place in a source file as people and tools count it.
 *
 * @param line the line, from 1
 * @param column the column, from 1, in grapheme clusters
 * @param offset the offset from the start of the file, in UTF-8 bytes
 */
public record SourcePosition(int line, int column, int offset) {}
