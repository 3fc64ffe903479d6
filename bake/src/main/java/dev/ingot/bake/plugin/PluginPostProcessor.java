package dev.ingot.bake.plugin;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.Artifact;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.PostProcessor;
import dev.ingot.bake.StepException;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.plugin.netrpc.Data;
import dev.ingot.plugin.netrpc.RpcClient;
import dev.ingot.plugin.netrpc.RpcServer;
import java.io.IOException;
import java.util.List;

/**
 * A post-processor of a plugin.
 *
 * @param type its name in templates
 * @param component its name in the plugin
 */
record PluginPostProcessor(
    String type, PluginHost host, PluginProgram program, String component, Schema schema)
    implements PostProcessor {
  @Override
  public Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    List<Data> configurations = Configurations.of(program, arguments, build);
    PluginChecks.check(
        arguments,
        diagnostics,
        () -> {
          try (PluginComponent plugin = start(build, new Cancellation())) {
            Data _ = plugin.configure("Configure", configurations);
          }
        });
    return (artifact, context) -> process(artifact, configurations, context);
  }

  private PluginComponent start(BuildIdentity build, Cancellation cancellation)
      throws StepException, InterruptedException {
    return host.start(
        program, ComponentKind.POST_PROCESSOR, component, build.workingFolder(), cancellation);
  }

  private Artifact process(
      Artifact artifact, List<Data> configurations, PostProcessor.Context context)
      throws StepException, IOException, InterruptedException {
    try (PluginComponent plugin = start(artifact.build(), context.cancellation())) {
      Data _ = plugin.configure("Configure", configurations);
      RpcServer server = new RpcServer();
      PluginArtifact.serve(server, artifact);
      PluginUi.serve(server, context.output());
      Data answer = plugin.call("PostProcess", Data.of(plugin.serve(server)));
      PluginComponent.requireNoError(answer.field("Err"));
      long number = answer.field("StreamId").whole();
      if (number == 0) {
        return artifact;
      }
      try (RpcClient made = plugin.client(number)) {
        return PluginArtifact.read(artifact.build(), made);
      }
    }
  }
}
