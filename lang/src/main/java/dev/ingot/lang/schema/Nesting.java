package dev.ingot.lang.schema;

/** The collection of the objects of nested blocks, or of an attribute with nested attributes. */
public enum Nesting {
  /** At most one object; null if there is none. */
  SINGLE,
  /** One object, even if its block is missing. Blocks only. */
  GROUP,
  /** A list of objects in source order. */
  LIST,
  /** A set of objects. */
  SET,
  /** Objects by the label of their block, or by key. */
  MAP
}
