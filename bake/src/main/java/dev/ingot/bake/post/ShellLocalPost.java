package dev.ingot.bake.post;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.Artifact;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.PostProcessor;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.bake.provision.HostScripts;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import java.io.IOException;

/** Runs scripts on this host. Rules: the documentation of Packer's shell-local post-processor. */
public final class ShellLocalPost implements PostProcessor {
  /** One object serves all blocks. */
  public ShellLocalPost() {}

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
    HostScripts scripts = HostScripts.read(arguments, build, diagnostics);
    return new Prepared() {
      @Override
      public void addInputs(InputHash hash) throws IOException {
        scripts.addInputs(hash);
      }

      @Override
      public Artifact process(Artifact artifact, Context context)
          throws StepException, IOException, InterruptedException {
        scripts.run(context.programs(), context.output(), context.cancellation());
        return artifact;
      }
    };
  }
}
