package dev.ingot.lang.schema;

/** How the objects of nested blocks, or of an attribute with nested attributes, are collected. */
public enum Nesting {
  /** At most one object; null where there is none. */
  SINGLE,
  /** One object, as if its block were there also where it is not. Blocks only. */
  GROUP,
  /** A list of objects in source order. */
  LIST,
  /** A set of objects. */
  SET,
  /** Objects by the label of their block, or by key. */
  MAP
}
