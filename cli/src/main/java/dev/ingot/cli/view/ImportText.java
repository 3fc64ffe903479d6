package dev.ingot.cli.view;

import dev.ingot.cli.terminal.Terminal;
import dev.ingot.deploy.Event;
import dev.ingot.deploy.Observer;
import dev.ingot.deploy.document.EventText;

/** Prints the progress of one import. */
public final class ImportText implements Observer {
  private final Terminal terminal;

  /** Prints on a terminal. */
  public ImportText(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public synchronized void on(Event event) {
    if (event instanceof Event.ImportPrepare(var address, var key)) {
      line(address + ": Importing from ID \"" + key.text() + "\"...");
      line(address + ": Import prepared!");
      line("  Prepared " + address.resource().type() + " for import");
    } else if (event instanceof Event.RefreshStart
        || event instanceof Event.ReadStart
        || event instanceof Event.EphemeralStart
        || event instanceof Event.EphemeralProgress
        || event instanceof Event.EphemeralComplete) {
      EventText.lines(event).forEach(each -> line(each.joined()));
    }
  }

  private void line(String text) {
    terminal.line(terminal.styled(Terminal.Style.BOLD, text));
  }
}
