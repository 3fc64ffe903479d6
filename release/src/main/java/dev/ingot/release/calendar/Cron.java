package dev.ingot.release.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A schedule as in crontab(5): minute, hour, day of month, month and day of week, each {@code *}, a
 * number, a range {@code 1-5}, with a step {@code 0-30/10}, or a list of them; names of months and
 * days; {@code @hourly}, {@code @daily}, {@code @weekly}, {@code @monthly}, {@code @yearly}. If
 * both days are restricted, one of them is enough.
 *
 * <p>Where clocks are put forward, a time that is left out is the moment at which they are. Where
 * they are put back, a time that comes twice is the first one, unless the hour is {@code *}: then
 * both are meant.
 */
public final class Cron {
  /** The longest gap between two times: 29 February, around a year such as 2100. */
  private static final int MOST_DAYS = 9 * 366;

  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  private final String text;
  private final BitSet minutes;
  private final BitSet hours;
  private final BitSet daysOfMonth;
  private final BitSet months;
  private final BitSet daysOfWeek;
  private final boolean everyHour;
  private final boolean eitherDay;

  private Cron(String text, String[] fields) throws Malformed {
    this.text = text;
    this.minutes = field("minute", fields[0], 0, 59, List.of(), 0);
    this.hours = field("hour", fields[1], 0, 23, List.of(), 0);
    this.daysOfMonth = field("day of the month", fields[2], 1, 31, List.of(), 0);
    this.months = field("month", fields[3], 1, 12, MONTHS, 1);
    BitSet week = field("day of the week", fields[4], 0, 7, DAYS, 0);
    if (week.get(7)) {
      week.set(0);
      week.clear(7);
    }
    this.daysOfWeek = week;
    this.everyHour = fields[1].startsWith("*");
    this.eitherDay = !fields[2].startsWith("*") && !fields[4].startsWith("*");
  }

  /** A text that is no schedule; the message says why, to follow the text. */
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message);
    }
  }

  /** Reads a schedule. */
  public static Cron parse(String text) throws Malformed {
    String plain = text.strip().toLowerCase(Locale.ROOT);
    String[] fields =
        switch (plain) {
          case "@hourly" -> "0 * * * *".split(" ");
          case "@daily", "@midnight" -> "0 0 * * *".split(" ");
          case "@weekly" -> "0 0 * * 0".split(" ");
          case "@monthly" -> "0 0 1 * *".split(" ");
          case "@yearly", "@annually" -> "0 0 1 1 *".split(" ");
          default -> plain.split("\\s+");
        };
    if (fields.length != 5) {
      throw new Malformed(
          "it has "
              + fields.length
              + " fields, not the 5 of a schedule: minute, hour, day of the month, month, day of"
              + " the week");
    }
    return new Cron(text.strip(), fields);
  }

  private static BitSet field(
      String name, String text, int least, int most, List<String> names, int firstName)
      throws Malformed {
    BitSet set = new BitSet(most + 1);
    for (String part : text.split(",", -1)) {
      int slash = part.indexOf('/');
      String range = slash < 0 ? part : part.substring(0, slash);
      int step = slash < 0 ? 1 : number(name, part.substring(slash + 1), 1, most, List.of(), 0);
      int dash = range.indexOf('-');
      int from;
      int to;
      if (range.equals("*")) {
        from = least;
        to = most;
      } else if (dash > 0) {
        from = number(name, range.substring(0, dash), least, most, names, firstName);
        to = number(name, range.substring(dash + 1), least, most, names, firstName);
        if (from > to) {
          throw new Malformed("its " + name + " " + range + " ends before it begins");
        }
      } else {
        from = number(name, range, least, most, names, firstName);
        to = slash < 0 ? from : most;
      }
      for (int value = from; value <= to; value += step) {
        set.set(value);
      }
    }
    return set;
  }

  private static int number(
      String field, String text, int least, int most, List<String> names, int firstName)
      throws Malformed {
    int named = names.indexOf(text);
    if (named >= 0) {
      return named + firstName;
    }
    boolean digits =
        !text.isEmpty() && text.length() < 4 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    int value = digits ? Integer.parseInt(text) : -1;
    if (value < least || value > most) {
      throw new Malformed(
          "its " + field + " \"" + text + "\" is not a number from " + least + " to " + most);
    }
    return value;
  }

  /** The last time that isn't after a moment; empty if there was none in the years before it. */
  public Optional<Instant> last(Instant moment, ZoneId zone) {
    LocalDate day = moment.atZone(zone).toLocalDate().plusDays(1);
    for (int i = 0; i < MOST_DAYS; i++, day = day.minusDays(1)) {
      Instant best = Instant.MIN;
      if (matches(day)) {
        for (int hour = hours.length() - 1; hour >= 0; hour = hours.previousSetBit(hour - 1)) {
          for (int minute = minutes.length() - 1;
              minute >= 0;
              minute = minutes.previousSetBit(minute - 1)) {
            for (Instant time : times(day.atTime(LocalTime.of(hour, minute)), zone)) {
              if (!time.isAfter(moment) && time.isAfter(best)) {
                best = time;
              }
            }
            if (best.isAfter(Instant.MIN) && isOrdinary(day, zone)) {
              return Optional.of(best);
            }
          }
        }
      }
      if (best.isAfter(Instant.MIN)) {
        return Optional.of(best);
      }
    }
    return Optional.empty();
  }

  /** The first time after a moment; empty if there is none in the years to come. */
  public Optional<Instant> next(Instant moment, ZoneId zone) {
    LocalDate day = moment.atZone(zone).toLocalDate().minusDays(1);
    for (int i = 0; i < MOST_DAYS; i++, day = day.plusDays(1)) {
      Instant best = Instant.MAX;
      if (matches(day)) {
        for (int hour = hours.nextSetBit(0); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
          for (int minute = minutes.nextSetBit(0);
              minute >= 0;
              minute = minutes.nextSetBit(minute + 1)) {
            for (Instant time : times(day.atTime(LocalTime.of(hour, minute)), zone)) {
              if (time.isAfter(moment) && time.isBefore(best)) {
                best = time;
              }
            }
            if (best.isBefore(Instant.MAX) && isOrdinary(day, zone)) {
              return Optional.of(best);
            }
          }
        }
      }
      if (best.isBefore(Instant.MAX)) {
        return Optional.of(best);
      }
    }
    return Optional.empty();
  }

  private boolean matches(LocalDate day) {
    if (!months.get(day.getMonthValue())) {
      return false;
    }
    boolean ofMonth = daysOfMonth.get(day.getDayOfMonth());
    boolean ofWeek = daysOfWeek.get(day.getDayOfWeek().getValue() % 7);
    return eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek;
  }

  /** Whether the times of a day follow each other as its clock says. */
  private static boolean isOrdinary(LocalDate day, ZoneId zone) {
    ZoneOffset before = zone.getRules().getOffset(day.minusDays(1).atStartOfDay());
    ZoneOffset after = zone.getRules().getOffset(day.plusDays(2).atStartOfDay());
    return before.equals(after);
  }

  private List<Instant> times(LocalDateTime local, ZoneId zone) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
    if (offsets.isEmpty()) {
      ZoneOffsetTransition gap = zone.getRules().getTransition(local);
      return List.of(gap.getInstant());
    }
    return offsets.size() == 1 || !everyHour
        ? List.of(local.toInstant(offsets.getFirst()))
        : List.of(local.toInstant(offsets.getFirst()), local.toInstant(offsets.get(1)));
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
