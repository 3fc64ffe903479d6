package dev.ingot.release.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schedules, where clocks are put forward and back, too. */
final class CronTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // schedule | zone | after | next
        "0 3 * * *|UTC|2026-03-10T02:59:59Z|2026-03-10T03:00:00Z",
        "0 3 * * *|UTC|2026-03-10T03:00:00Z|2026-03-11T03:00:00Z",
        "*/20 * * * *|UTC|2026-03-10T03:41:00Z|2026-03-10T04:00:00Z",
        "30 2 * * mon-fri|UTC|2026-03-13T12:00:00Z|2026-03-16T02:30:00Z",
        "0 0 * * 7|UTC|2026-03-10T00:00:00Z|2026-03-15T00:00:00Z",
        "0 0 1 jan,jul *|UTC|2026-03-10T00:00:00Z|2026-07-01T00:00:00Z",
        "0 0 29 2 *|UTC|2096-02-29T00:00:00Z|2104-02-29T00:00:00Z",
        "0 12 13 * fri|UTC|2026-03-10T00:00:00Z|2026-03-13T12:00:00Z",
        "0 12 14 * fri|UTC|2026-03-13T12:00:00Z|2026-03-14T12:00:00Z",
        "@weekly|UTC|2026-03-10T00:00:00Z|2026-03-15T00:00:00Z",
        "0 3 * * *|Asia/Kolkata|2026-03-10T00:00:00Z|2026-03-10T21:30:00Z",
        // 29 March 2026: 2:00 becomes 3:00, so 2:30 is the moment at which it does.
        "30 2 * * *|Europe/Berlin|2026-03-28T12:00:00Z|2026-03-29T01:00:00Z",
        "30 2 * * *|Europe/Berlin|2026-03-29T01:00:00Z|2026-03-30T00:30:00Z",
        "0 3 * * *|Europe/Berlin|2026-03-28T12:00:00Z|2026-03-29T01:00:00Z",
        "0 * * * *|Europe/Berlin|2026-03-29T00:30:00Z|2026-03-29T01:00:00Z",
        // 25 October 2026: 3:00 becomes 2:00, so 2:30 comes twice.
        "30 2 * * *|Europe/Berlin|2026-10-24T12:00:00Z|2026-10-25T00:30:00Z",
        "30 2 * * *|Europe/Berlin|2026-10-25T00:30:00Z|2026-10-26T01:30:00Z",
        "30 * * * *|Europe/Berlin|2026-10-25T00:30:00Z|2026-10-25T01:30:00Z",
        "0 3 * * *|Europe/Berlin|2026-10-25T00:30:00Z|2026-10-25T02:00:00Z",
        // Clocks in Lord Howe move by half an hour; those in Havana at midnight.
        "15 2 * * *|Australia/Lord_Howe|2026-10-03T00:00:00Z|2026-10-03T15:30:00Z",
        "30 0 * * *|America/Havana|2026-03-07T12:00:00Z|2026-03-08T05:00:00Z",
        // 30 December 2011 doesn't exist in Samoa.
        "0 12 30 12 *|Pacific/Apia|2011-12-29T00:00:00Z|2011-12-30T10:00:00Z"
      })
  void theNextTimeIs(String schedule, String zone, Instant after, Instant next) throws Exception {
    assertThat(Cron.parse(schedule).next(after, ZoneId.of(zone))).contains(next);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 3 * *|it has 4 fields, not the 5 of a schedule",
        "60 3 * * *|its minute \"60\" is not a number from 0 to 59",
        "0 24 * * *|its hour \"24\" is not a number from 0 to 23",
        "0 3 0 * *|its day of the month \"0\" is not a number from 1 to 31",
        "0 3 * 13 *|its month \"13\" is not a number from 1 to 12",
        "0 3 * * someday|its day of the week \"someday\" is not a number from 0 to 7",
        "0 9-5 * * *|its hour 9-5 ends before it begins",
        "*/0 * * * *|its minute \"0\" is not a number from 1 to 59",
        "0,, 3 * * *|its minute \"\" is not a number from 0 to 59",
        "-5 3 * * *|its minute \"-5\" is not a number from 0 to 59"
      })
  void whatIsNoScheduleIsRefusedWithTheReason(String schedule, String reason) {
    assertThatThrownBy(() -> Cron.parse(schedule))
        .isInstanceOf(Cron.Malformed.class)
        .hasMessageStartingWith(reason);
  }

  @Test
  void aTimeThatNeverComesIsFoundOut() throws Exception {
    assertThat(Cron.parse("0 0 30 2 *").next(Instant.EPOCH, BERLIN)).isEmpty();
  }

  @Test
  void theLastTimeIsTheOneThatTheNextOneFollows() throws Exception {
    SplittableRandom random = new SplittableRandom(5);
    for (String schedule : new String[] {"*/7 * * * *", "30 2 * * *", "15 0,3 */2 * sun"}) {
      Cron cron = Cron.parse(schedule);
      for (int i = 0; i < 300; i++) {
        Instant moment =
            Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextLong(365 * 86_400L));
        Instant last = cron.last(moment, BERLIN).orElseThrow();
        Instant next = cron.next(moment, BERLIN).orElseThrow();
        assertThat(last).isBeforeOrEqualTo(moment);
        assertThat(next).isAfter(moment);
        assertThat(cron.next(last, BERLIN)).as("%s at %s", schedule, moment).contains(next);
      }
    }
  }

  @Test
  void aWindowIsOpenForItsDurationHoweverTheClockIsPut() throws Exception {
    Window window = new Window(Cron.parse("30 2 * * *"), Duration.ofHours(2), BERLIN);
    for (Instant opening :
        new Instant[] {
          Instant.parse("2026-03-29T01:00:00Z"),
          Instant.parse("2026-10-25T00:30:00Z"),
          Instant.parse("2026-07-01T00:30:00Z")
        }) {
      assertThat(window.openedBefore(opening.minusSeconds(1))).isEmpty();
      assertThat(window.openedBefore(opening)).contains(opening);
      assertThat(window.openedBefore(opening.plusSeconds(7199))).contains(opening);
      assertThat(window.openedBefore(opening.plusSeconds(7200))).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"30d,P30D", "2w,P14D", "1d12h,PT36H", "45m,PT45M", "0d,PT0S"})
  void spansOfDaysAreRead(String text, Duration span) {
    assertThat(Days.parse(text)).contains(span);
    assertThat(Days.parse(Days.text(span))).contains(span);
  }

  @ParameterizedTest
  @CsvSource({"30", "d", "-3d", "1.5d", "99999d", "3dd", "4000d"})
  void otherSpansAreNot(String text) {
    assertThat(Days.parse(text)).isEqualTo(Optional.empty());
  }
}
