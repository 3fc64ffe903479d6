package dev.ingot.deploy.reference;

import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import java.util.Map;

/** The arguments of the {@code local-exec} provisioner. */
public final class LocalExecSchema {
  /** The provisioner's type. */
  public static final String TYPE = "local-exec";

  /** The schema. */
  public static final Schema SCHEMA =
      Schema.of(
          Map.of(
              "command", Attribute.required(Type.STRING),
              "interpreter", Attribute.optional(new Type.ListType(Type.STRING)),
              "working_dir", Attribute.optional(Type.STRING),
              "environment", Attribute.optional(new Type.MapType(Type.STRING)),
              "quiet", Attribute.optional(Type.BOOL)));

  private LocalExecSchema() {}
}
