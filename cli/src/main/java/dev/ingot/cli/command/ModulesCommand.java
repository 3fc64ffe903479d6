package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.configuration.ModuleCall;
import dev.ingot.deploy.configuration.ModuleManifest;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.lang.JsonDocument;
import dev.ingot.lang.Result;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/** {@code ingot modules}. */
public final class ModulesCommand implements Command {
  @Override
  public String synopsis() {
    return "Show the modules a configuration calls.";
  }

  @Override
  public Flags flags() {
    return new Flags().onOff("json", "Print JSON.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    invocation.arguments(0);
    Result<Configuration> loaded = invocation.project().load();
    if (loaded.hasErrors()) {
      invocation.show(loaded.diagnostics());
      return ExitCode.ERROR;
    }
    ModuleTree root = loaded.get().root();
    ModuleManifest manifest = ModuleManifest.in(invocation.project().data());
    if (invocation.given().on("json")) {
      invocation.terminal().line(JsonDocument.line(json -> document(json, root, manifest)));
    } else if (calls(root).isEmpty()) {
      invocation.terminal().line("No modules found in configuration.");
    } else {
      StringBuilder text = new StringBuilder("\nModules declared by configuration:\n.\n");
      lines(root, manifest, "", text);
      invocation.terminal().line(text.toString());
    }
    return ExitCode.OK;
  }

  private record Called(ModuleCall call, ModuleTree module) {}

  private static List<Called> calls(ModuleTree tree) {
    TreeMap<String, Called> calls = new TreeMap<>();
    tree.module()
        .calls()
        .forEach(
            (name, call) -> {
              ModuleTree child = tree.children().get(name);
              if (child != null) {
                calls.put(name, new Called(call, child));
              }
            });
    return List.copyOf(calls.values());
  }

  private static void lines(
      ModuleTree tree, ModuleManifest manifest, String prefix, StringBuilder text) {
    List<Called> calls = calls(tree);
    for (int i = 0; i < calls.size(); i++) {
      boolean last = i == calls.size() - 1;
      ModuleCall call = calls.get(i).call();
      text.append(prefix)
          .append(last ? "└── " : "├── ")
          .append('"')
          .append(call.name())
          .append("\"[")
          .append(call.address().address())
          .append(']');
      String version = version(calls.get(i), manifest);
      if (!version.isEmpty()) {
        text.append(' ').append(version);
        call.version()
            .filter(constraint -> !constraint.equals(version))
            .ifPresent(constraint -> text.append(" (").append(constraint).append(')'));
      }
      text.append('\n');
      lines(calls.get(i).module(), manifest, prefix + (last ? "    " : "│   "), text);
    }
  }

  /** Which was installed; empty for modules that have none. */
  private static String version(Called called, ModuleManifest manifest) {
    return manifest
        .find(String.join(".", called.module().path()))
        .map(ModuleManifest.Entry::version)
        .orElse("");
  }

  private static void document(JsonGenerator json, ModuleTree root, ModuleManifest manifest) {
    json.writeStartObject();
    json.writeStringProperty("format_version", "1.0");
    json.writeName("modules");
    if (calls(root).isEmpty()) {
      json.writeNull();
    } else {
      json.writeStartArray();
      entries(json, root, manifest);
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void entries(JsonGenerator json, ModuleTree tree, ModuleManifest manifest) {
    for (Called called : calls(tree)) {
      json.writeStartObject();
      json.writeStringProperty("key", called.call().name());
      json.writeStringProperty("source", called.call().address().address());
      json.writeStringProperty("version", version(called, manifest));
      json.writeEndObject();
      entries(json, called.module(), manifest);
    }
  }
}
