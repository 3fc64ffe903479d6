package dev.ingot.cli.command;

import dev.ingot.address.InstanceAddress;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.view.StatusText;
import dev.ingot.home.DeployedMachines;
import dev.ingot.home.Home;
import dev.ingot.home.HostStatus;
import dev.ingot.lang.JsonDocument;
import dev.ingot.ledger.Ledger;
import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.registry.Registry;
import dev.ingot.release.document.OpenRollouts;
import dev.ingot.release.document.StatusDocument;
import java.nio.file.Path;
import java.time.Clock;
import java.util.SortedMap;

/**
 * {@code ingot status}: the machines and balancers of this host, by the names a folder's
 * configuration gives them.
 */
public final class StatusCommand implements Command {
  @Override
  public String synopsis() {
    return "Show the machines and balancers and their health.";
  }

  @Override
  public String arguments() {
    return "[FOLDER]";
  }

  @Override
  public Flags flags() {
    return new Flags().onOff("json", "Print JSON.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, InterruptedException {
    Path folder = invocation.argumentFolder();
    SortedMap<InstanceAddress, String> deployed =
        DeployedMachines.in(StateReader.read(invocation.in(folder)));
    AgentHome agentHome = AgentHome.of(invocation.home());
    Clock clock = Clock.systemUTC();
    Home home = new Home(invocation.home(), clock);
    // Machines outlive a killed agent: a new one finds them.
    try (AgentConnection connection = new AgentConnection(agentHome, !deployed.isEmpty());
        Ledger ledger = home.ledger();
        Registry registry = home.registry(ledger)) {
      LedgerDoubt.show(invocation, ledger, registry);
      StatusDocument status =
          HostStatus.of(connection.get(), deployed, registry)
              .with(OpenRollouts.of(ledger, Home.stack(folder), clock.instant()));
      invocation
          .terminal()
          .line(
              invocation.given().on("json")
                  ? JsonDocument.text(status)
                  : StatusText.of(status, clock.instant()));
      return ExitCode.OK;
    } catch (PlatformException e) {
      invocation.terminal().error(e.describe());
      return ExitCode.ERROR;
    }
  }
}
