package dev.ingot.bake.plugin;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Provisioner;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.plugin.netrpc.Data;
import dev.ingot.plugin.netrpc.RpcServer;
import java.util.List;

/**
 * A provisioner of a plugin.
 *
 * @param type its name in templates
 * @param component its name in the plugin
 */
record PluginProvisioner(
    String type, PluginHost host, PluginProgram program, String component, Schema schema)
    implements Provisioner {
  @Override
  public Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    List<Data> configurations = Configurations.of(program, arguments, build);
    PluginChecks.check(
        arguments,
        diagnostics,
        () -> {
          try (PluginComponent plugin = start(build, new Cancellation())) {
            Data _ = plugin.configure("Prepare", configurations);
          }
        });
    return new Run(this, build, configurations);
  }

  private PluginComponent start(BuildIdentity build, Cancellation cancellation)
      throws StepException, InterruptedException {
    return host.start(
        program, ComponentKind.PROVISIONER, component, build.workingFolder(), cancellation);
  }

  private record Run(PluginProvisioner provisioner, BuildIdentity build, List<Data> configurations)
      implements Prepared {
    Run {
      configurations = List.copyOf(configurations);
    }

    @Override
    public Effect effect() {
      return Effect.IMAGE;
    }

    @Override
    public void addInputs(InputHash hash) {
      InputHash _ =
          hash.text(provisioner.program().description().version()).text(provisioner.type());
    }

    @Override
    public void provision(Context context) throws StepException, InterruptedException {
      try (PluginComponent plugin = provisioner.start(build, context.cancellation())) {
        Data _ = plugin.configure("Prepare", configurations);
        RpcServer server = new RpcServer();
        server.add(
            ServedCommunicator.NAME,
            new ServedCommunicator(
                context.communicator(), plugin.broker(), context.cancellation()));
        PluginUi.serve(server, context.output());
        Data _ =
            plugin.call(
                "Provision",
                PluginComponent.fields(
                    "GeneratedData", GeneratedData.write(context.values()),
                    "StreamID", Data.of(plugin.serve(server))));
      }
    }
  }
}
