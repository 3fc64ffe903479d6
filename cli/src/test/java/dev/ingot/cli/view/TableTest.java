package dev.ingot.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TableTest {
  private final Table table = new Table("NAME", "MESSAGE").row("a", "it was not healthy");

  @Test
  void aColumnIsAsWideAsItsWidestCell() {
    assertThat(table.text()).isEqualTo("NAME  MESSAGE\na     it was not healthy");
  }

  @Test
  void aTerminalDoesNotBreakItsLines() {
    assertThat(table.text(14)).isEqualTo("NAME  MESSAGE\na     it was …");
    assertThat(table.text(24)).isEqualTo(table.text());
  }
}
