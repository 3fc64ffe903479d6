package dev.ingot.bake.provision;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Provisioner;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import java.time.Duration;

/** Waits. Rules: the documentation of Packer's sleep provisioner. */
public final class Sleep implements Provisioner {
  /** One object serves all blocks. */
  public Sleep() {}

  @Override
  public String type() {
    return "sleep";
  }

  @Override
  public Schema schema() {
    return new SchemaBuilder()
        .required("duration", Type.STRING, "How long to wait, such as 10s.")
        .build();
  }

  @Override
  public Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    return new Run(arguments.duration("duration", diagnostics).orElse(Duration.ZERO));
  }

  private record Run(Duration duration) implements Prepared {
    @Override
    public Effect effect() {
      return Effect.HOST;
    }

    @Override
    public void addInputs(InputHash hash) {}

    @Override
    public void provision(Context context) throws InterruptedException {
      if (context.cancellation().await(duration)) {
        throw new InterruptedException();
      }
    }
  }
}
