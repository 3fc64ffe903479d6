package dev.ingot.cli.command;

import dev.ingot.address.ProviderAddress;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.operation.RequiredProviders;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.call.ProviderPool;
import dev.ingot.deploy.document.SchemasDocument;
import dev.ingot.deploy.operation.StateProblems;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.JsonDocument;
import dev.ingot.lang.Result;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.state.StateException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code ingot providers schema}. */
public final class ProvidersSchemaCommand implements Command {
  @Override
  public String synopsis() {
    return "Show the schemas of a configuration's providers, as JSON.";
  }

  @Override
  public Flags flags() {
    return new Flags().onOff("json", "Print JSON (the only format).");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    invocation.arguments(0);
    if (!invocation.given().on("json")) {
      return MetadataCommand.needsJson(invocation, "providers schema");
    }
    Result<Configuration> loaded = invocation.project().load();
    if (loaded.hasErrors()) {
      invocation.show(loaded.diagnostics());
      return ExitCode.ERROR;
    }
    TreeSet<ProviderAddress> addresses = new TreeSet<>();
    RequiredProviders.sources(loaded.get().root()).stream()
        .map(ProviderAddress::parse)
        .forEach(addresses::add);
    try {
      invocation
          .project()
          .store(loaded.get().root().module())
          .read()
          .state()
          .resources()
          .values()
          .forEach(resource -> addresses.add(resource.provider().provider()));
    } catch (StateException e) {
      invocation.show(StateProblems.reading(e));
      return ExitCode.ERROR;
    }
    return show(invocation, addresses);
  }

  private static int show(Invocation invocation, Set<ProviderAddress> addresses) {
    TreeMap<ProviderAddress, ProviderSchema> schemas = new TreeMap<>();
    List<Diagnostic> missing = new ArrayList<>();
    try (ProviderPool pool = new ProviderPool(invocation.project().providers())) {
      for (ProviderAddress address : addresses) {
        Optional<ProviderSchema> schema = pool.find(address);
        schema.ifPresentOrElse(
            found -> schemas.put(address, found),
            () ->
                missing.add(
                    Diagnostic.error(
                        "Missing required provider",
                        "The provider " + address + " isn't available.")));
      }
    }
    if (!missing.isEmpty()) {
      invocation.show(missing);
      return ExitCode.ERROR;
    }
    invocation
        .terminal()
        .line(JsonDocument.line(json -> new SchemasDocument(json).providers(schemas)));
    return ExitCode.OK;
  }
}
