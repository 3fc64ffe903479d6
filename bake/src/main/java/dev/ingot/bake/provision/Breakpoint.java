package dev.ingot.bake.provision;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Provisioner;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;

/**
 * Waits for the user while the machine runs; not where nobody is there. Rules: the documentation of
 * Packer's breakpoint provisioner.
 */
public final class Breakpoint implements Provisioner {
  /** One object serves all blocks. */
  public Breakpoint() {}

  @Override
  public String type() {
    return "breakpoint";
  }

  @Override
  public Schema schema() {
    return new SchemaBuilder()
        .optional("disable", Type.BOOL, "Whether it doesn't wait.")
        .optional("note", Type.STRING, "What to tell the user.")
        .build();
  }

  @Override
  public Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    return new Pause(arguments.flag("disable", false), arguments.text("note", ""));
  }

  private record Pause(boolean disabled, String note) implements Prepared {
    /** It changes nothing, and is reached only while a machine runs. */
    @Override
    public Effect effect() {
      return Effect.TIME;
    }

    @Override
    public void addInputs(InputHash hash) {}

    @Override
    public void provision(Context context) throws InterruptedException {
      if (!disabled) {
        context.pause(note.isEmpty() ? "Pausing at a breakpoint." : "Pausing: " + note);
      }
    }
  }
}
