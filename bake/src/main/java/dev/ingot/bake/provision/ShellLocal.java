package dev.ingot.bake.provision;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Provisioner;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import java.io.IOException;

/** Runs scripts on this host. Rules: the documentation of Packer's shell-local provisioner. */
public final class ShellLocal implements Provisioner {
  /** One object serves all blocks. */
  public ShellLocal() {}

  @Override
  public String type() {
    return "shell-local";
  }

  @Override
  public Schema schema() {
    return HostScripts.schema();
  }

  @Override
  public Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    return new Run(HostScripts.read(arguments, build, diagnostics));
  }

  private record Run(HostScripts scripts) implements Prepared {
    @Override
    public Effect effect() {
      return Effect.HOST;
    }

    @Override
    public void addInputs(InputHash hash) throws IOException {
      scripts.addInputs(hash);
    }

    @Override
    public void provision(Context context) throws StepException, IOException, InterruptedException {
      scripts.run(context.programs(), context.output(), context.cancellation());
    }
  }
}
