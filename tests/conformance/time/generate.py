#!/usr/bin/env python3
"""Writes recurrences.json: what recurrence rules come to by python-dateutil and Python's zoneinfo.

    python3 tests/conformance/time/generate.py        (Debian: python3-dateutil, tzdata; takes about ten minutes)

dateutil expands naive times only; what those mean in a zone is decided here, with zoneinfo:

- YEARLY to DAILY expand in wall time. A time that the clocks skip moves forward by the gap, of a time that they show twice
  the first is meant (both are zoneinfo's fold=0). Occurrences are then in the order of their moments; two that meet are one,
  and both count for COUNT.
- HOURLY and MINUTELY are steps of elapsed time from DTSTART. dateutil takes the steps, in UTC; whether the clocks show at a
  step what the BY-parts name, and which minutes of that hour they name, it is asked once per step, in wall time.
- UNTIL with a Z is a moment, without one a wall time; a date counts to its end. EXDATE takes out moments or days, and what it
  takes out counts for COUNT.

Two habits of dateutil are not RFC 5545's and worked around: BYSETPOS looks at a first week only from DTSTART on (here the week
is expanded whole), and BYDAY with numbers beside days without asks for both (no case mixes them). Weeks from the end are asked
for up to -50, since dateutil does not look for the first week of the next year there.

All dates lie between 1997 and 2026, where the zones are settled: releases of the time zone database differ only beyond.

A case: DTSTART, zone, rule, exceptions, the moment from which occurrences are told (- for DTSTART), the how manieth the first
of them is, and those: the first in s since epoch, then the steps, equal ones as step*times; a dot means that no more follow.
"""

import json
import os
import random
import sys
from datetime import datetime, timedelta, timezone
from itertools import islice
from zoneinfo import ZoneInfo

import dateutil
from dateutil.rrule import (DAILY, FR, HOURLY, MINUTELY, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, YEARLY, rrule)

FREQUENCIES = dict(YEARLY=YEARLY, MONTHLY=MONTHLY, WEEKLY=WEEKLY, DAILY=DAILY, HOURLY=HOURLY, MINUTELY=MINUTELY)
DAYS = dict(MO=MO, TU=TU, WE=WE, TH=TH, FR=FR, SA=SA, SU=SU)
LISTS = ('BYMONTH', 'BYWEEKNO', 'BYYEARDAY', 'BYMONTHDAY', 'BYHOUR', 'BYMINUTE', 'BYSECOND', 'BYSETPOS')
END = datetime(2026, 12, 31, 23, 59, 59)
# The highest COUNT that a rule may have.
MOST = 1_000_000

# Where each zone is told of, and in which years; those with surprises get theirs.
ZONES = {
    'Europe/Berlin': (2016, 2026),
    'America/New_York': (2006, 2026),
    'Australia/Lord_Howe': (2010, 2026),
    'America/Sao_Paulo': (2012, 2019),
    'Asia/Kathmandu': (2010, 2026),
    'Africa/Casablanca': (2012, 2024),
    'Pacific/Apia': (2010, 2021),
    'America/St_Johns': (2008, 2026),
    'Pacific/Chatham': (2010, 2026),
    'Asia/Tehran': (2010, 2022),
    'Europe/London': (2010, 2026),
    'America/Santiago': (2012, 2023),
    'Africa/Cairo': (2010, 2024),
    'Antarctica/Troll': (2010, 2024),
    'America/Caracas': (2007, 2017),
    'Asia/Beirut': (2010, 2022),
    'America/Havana': (2012, 2024),
    'Asia/Pyongyang': (2014, 2019),
    'Europe/Istanbul': (2012, 2017),
    'Australia/Sydney': (2010, 2026),
    'UTC': (2000, 2026),
}

random.seed(5545)


def moment(wall, zone):
    """s since epoch; fold=0 is the offset before a change, which is what is wanted both times."""
    return int(wall.replace(tzinfo=ZoneInfo(zone), fold=0).timestamp())


def wall_at(at, zone):
    return datetime.fromtimestamp(at, ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def utc(at):
    return datetime.fromtimestamp(at, timezone.utc).replace(tzinfo=None)


def parts_of(rule):
    return dict(part.split('=') for part in rule.split(';'))


def options(parts, without=()):
    """dateutil's own names for the BY-parts and WKST."""
    given = {}
    for name in LISTS:
        if name in parts and name not in without:
            given[name.lower()] = [int(n) for n in parts[name].split(',')]
    if 'BYDAY' in parts and 'BYDAY' not in without:
        days = [(DAYS[day[-2:]], day[:-2]) for day in parts['BYDAY'].split(',')]
        given['byweekday'] = [day(int(n)) if n else day for day, n in days]
    if 'WKST' in parts:
        given['wkst'] = DAYS[parts['WKST']]
    return given


def until_of(parts, zone):
    """The last wall time and the last moment."""
    text = parts.get('UNTIL')
    if text is None:
        return END, moment(END, zone)
    if text.endswith('Z'):
        at = datetime.strptime(text, '%Y%m%dT%H%M%SZ').replace(tzinfo=timezone.utc)
        return END, int(at.timestamp())
    last = datetime.strptime(text if 'T' in text else text + 'T235959', '%Y%m%dT%H%M%S')
    return last, moment(last, zone)


def walls_of(parts, start):
    freq = FREQUENCIES[parts['FREQ']]
    given = options(parts)
    begin = start
    if parts['FREQ'] == 'WEEKLY' and 'BYSETPOS' in parts:
        # The first week is expanded whole, with the times of DTSTART.
        first = list(DAYS).index(parts.get('WKST', 'MO'))
        begin = start - timedelta(days=(start.weekday() - first) % 7)
        given.setdefault('byweekday', [start.weekday()])
    for wall in rrule(freq, dtstart=begin, interval=int(parts.get('INTERVAL', 1)), until=END, **given):
        if wall >= start:
            yield wall


def floating(parts, start, zone, since):
    """Moments with the number that COUNT gives them, in order."""
    last_wall, last = until_of(parts, zone)
    count = int(parts.get('COUNT', 10**9))
    waiting, n = [], 0
    for wall in islice(walls_of(parts, start), count):
        if wall > last_wall:
            break
        # Nothing moves by more than a day.
        while waiting and waiting[0][1] < wall - timedelta(days=2):
            at = waiting[0][0]
            n += sum(1 for other in waiting if other[0] == at)
            waiting = [other for other in waiting if other[0] != at]
            if at <= last:
                yield at, n
        waiting = sorted(waiting + [(moment(wall, zone), wall)])
    while waiting:
        at = waiting[0][0]
        n += sum(1 for other in waiting if other[0] == at)
        waiting = [other for other in waiting if other[0] != at]
        if at <= last:
            yield at, n


def end_of(parts, start, since):
    """How far a case is looked at: what takes years of minutes to come about takes as long here."""
    if parts['FREQ'] not in ('HOURLY', 'MINUTELY'):
        return END
    return min(END, start + timedelta(days=1400 if parts['FREQ'] == 'HOURLY' or since else 100))


def elapsed(parts, start, zone, since):
    first, (_, last) = moment(start, zone), until_of(parts, zone)
    hourly = parts['FREQ'] == 'HOURLY'
    end = end_of(parts, start, since)
    steps = rrule(HOURLY if hourly else MINUTELY, dtstart=utc(first), interval=int(parts.get('INTERVAL', 1)), until=end)
    plain = not any(name in parts for name in LISTS + ('BYDAY',))
    days = {day.date() for day in rrule(DAILY, dtstart=datetime.combine(start.date(), datetime.min.time()),
                                        until=end + timedelta(days=2),
                                        **options(parts, without=('BYHOUR', 'BYMINUTE', 'BYSECOND', 'BYSETPOS')))}
    hours = options(parts).get('byhour', range(24))
    minutes = range(60) if hourly else options(parts).get('byminute', range(60))
    count, n = int(parts.get('COUNT', 10**9)), 0
    for step in steps:
        at = int(step.replace(tzinfo=timezone.utc).timestamp())
        if plain:
            found = [at]
        else:
            shown = wall_at(at, zone)
            # On other days, in other hours and minutes there is nothing to ask about.
            if shown.minute not in minutes or shown.hour not in hours or shown.date() not in days:
                continue
            found = within(parts, at, shown, zone, hourly)
        for moment_ in found:
            if moment_ < first:
                continue
            if moment_ > last or n >= count:
                return
            n += 1
            yield moment_, n


def within(parts, at, shown, zone, hourly):
    """What the rule names in the hour or minute of the clocks in which a step falls."""
    begin = shown.replace(minute=0, second=0) if hourly else shown.replace(second=0)
    end = begin + (timedelta(hours=1) if hourly else timedelta(minutes=1)) - timedelta(seconds=1)
    given = options(parts, without=('BYSETPOS',))
    given.setdefault('bysecond', [shown.second])
    if hourly:
        given.setdefault('byminute', [shown.minute])
    # With BYSETPOS dateutil would go on to the year 9999 where there is nothing to pick.
    walls = list(rrule(HOURLY if hourly else MINUTELY, dtstart=begin, until=end, **given))
    if 'BYSETPOS' in parts:
        places = [int(n) for n in parts['BYSETPOS'].split(',')]
        walls = [wall for i, wall in enumerate(walls) if i + 1 in places or i - len(walls) in places]
    for wall in walls:
        other = at + int((wall - shown).total_seconds())
        if wall_at(other, zone) == wall:
            yield other


def is_out(at, exdates, zone):
    for text in exdates:
        if len(text) == 10:
            day = datetime.fromisoformat(text)
            if moment(day, zone) <= at < moment(day + timedelta(days=1), zone):
                return True
        elif text.endswith('Z'):
            if int(datetime.fromisoformat(text[:-1]).replace(tzinfo=timezone.utc).timestamp()) == at:
                return True
        elif moment(datetime.fromisoformat(text), zone) == at:
            return True
    return False


def case(start, zone, rule, exdates=(), since=None, most=6):
    parts = parts_of(rule)
    expand = elapsed if parts['FREQ'] in ('HOURLY', 'MINUTELY') else floating
    told, last = [], 0
    # The end is only certain where the rule itself has one, before nobody looks any more.
    ended = 'UNTIL' in parts and until_of(parts, zone)[1] < moment(end_of(parts, start, since) - timedelta(days=2), zone)
    for at, n in expand(parts, start, zone, since):
        last = n
        if (since is not None and at < since) or is_out(at, exdates, zone):
            continue
        if len(told) == most:
            ended = False
            break
        told.append((at, n))
    else:
        ended = ended or last == int(parts.get('COUNT', 0))
    if not told and not ended:
        return None
    n = told[0][1] if told else 0
    return ' '.join([start.isoformat(), zone, rule, ','.join(exdates) or '-', '-' if since is None else str(since), str(n),
                     compact([at for at, _ in told]) + ('.' if ended else '')])


def compact(moments):
    if not moments:
        return ''
    steps = [b - a for a, b in zip(moments, moments[1:])]
    text, i = str(moments[0]), 0
    while i < len(steps):
        times = 1
        while i + times < len(steps) and steps[i + times] == steps[i]:
            times += 1
        text += f'+{steps[i]}' + (f'*{times}' if times > 1 else '')
        i += times
    return text


def changes(zone, years):
    """The moments at which the clocks of a zone are changed, with the offsets before and after."""
    at, end = (int(datetime(year, 1, 1, tzinfo=timezone.utc).timestamp()) for year in (years[0], years[1] + 1))
    offset = lambda t: int(datetime.fromtimestamp(t, ZoneInfo(zone)).utcoffset().total_seconds())
    found = []
    while at < end:
        if offset(at + 86400) != offset(at):
            low, high = at, at + 86400
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(middle) == offset(at) else (low, middle)
            found.append((high, offset(low), offset(high)))
        at += 86400
    return found


EDGE_RULES = [
    # Rule, and how many days before the change it begins.
    ('FREQ=DAILY;COUNT=6', 3), ('FREQ=DAILY', 2), ('FREQ=DAILY;INTERVAL=2', 2), ('FREQ=WEEKLY', 14), ('FREQ=MONTHLY', 62),
    ('FREQ=YEARLY', 0), ('FREQ=HOURLY', 0), ('FREQ=HOURLY;INTERVAL=6', 1), ('FREQ=MINUTELY;INTERVAL=20', 0),
    ('FREQ=MINUTELY;INTERVAL=45;COUNT=40', 1), ('FREQ=MINUTELY;INTERVAL=90', 1), ('FREQ=HOURLY;BYMINUTE=0,30', 0),
    ('FREQ=HOURLY;INTERVAL=12', 3),
]


def edges():
    """Both edges of summer time in every zone: times in the gap or the hour that comes twice, and those around them."""
    for zone, years in ZONES.items():
        found = changes(zone, years)
        if not found:
            continue
        picked = [found[0], found[-1]]
        for at, before, after in picked:
            edge = utc(at + before)
            size = abs(after - before)
            inside = edge + timedelta(seconds=size // 2) if after > before else edge - timedelta(seconds=size // 2)
            for rule, days in EDGE_RULES:
                start = inside - timedelta(days=days)
                if parts_of(rule)['FREQ'] == 'HOURLY' or parts_of(rule)['FREQ'] == 'MINUTELY':
                    start -= timedelta(hours=2)
                yield start, zone, rule, (), None
            hours = sorted({(inside.hour + i) % 24 for i in (-1, 0, 1)})
            listed = ','.join(map(str, hours))
            begin = inside - timedelta(days=1)
            yield begin, zone, f'FREQ=DAILY;BYHOUR={listed};BYMINUTE=0,30;COUNT=14', (), None
            yield begin, zone, f'FREQ=MINUTELY;INTERVAL=10;BYHOUR={listed}', (), moment(edge - timedelta(minutes=25), zone)
            yield begin, zone, f'FREQ=HOURLY;BYHOUR={listed}', (), None
            yield begin, zone, f'FREQ=DAILY;UNTIL={utc(at).isoformat().replace("-", "").replace(":", "")}Z', (), None
            yield begin, zone, 'FREQ=DAILY;COUNT=4', (inside.isoformat(),), None
            yield begin, zone, 'FREQ=DAILY;COUNT=4', (edge.date().isoformat(),), None


def numbers(low, high, most=3, negative=False):
    found = {random.randint(low, high) * (-1 if negative and random.random() < 0.4 else 1) for _ in range(random.randint(1, most))}
    return ','.join(str(n) for n in sorted(found))


def by_parts(freq):
    """BY-parts that RFC 5545 allows with a frequency."""
    parts = []
    chance = lambda p: random.random() < p
    if chance(0.35):
        parts.append('BYMONTH=' + numbers(1, 12, 4))
    if freq == 'YEARLY' and chance(0.25):
        parts.append('BYWEEKNO=' + numbers(1, 50, 3, True))
    if freq in ('YEARLY', 'HOURLY', 'MINUTELY') and chance(0.2):
        parts.append('BYYEARDAY=' + numbers(1, 366, 6, True))
    if freq != 'WEEKLY' and chance(0.3):
        parts.append('BYMONTHDAY=' + numbers(1, 31, 5, True))
    if chance(0.45):
        days = random.sample(list(DAYS), random.randint(1, 4))
        numbered = freq in ('YEARLY', 'MONTHLY') and not any('BYWEEKNO' in part for part in parts) and chance(0.5)
        if numbered:
            high = 5 if freq == 'MONTHLY' or any('BYMONTH=' in part for part in parts) else 20
            days = [f'{random.choice((1, -1)) * random.randint(1, high)}{day}' for day in days]
        parts.append('BYDAY=' + ','.join(days))
    if chance(0.3):
        parts.append('BYHOUR=' + numbers(0, 23, 4))
    if chance(0.25):
        parts.append('BYMINUTE=' + numbers(0, 59, 3))
    if chance(0.1):
        parts.append('BYSECOND=' + numbers(0, 59, 1))
    if parts and chance(0.25):
        parts.append('BYSETPOS=' + numbers(1, 3, 2, True))
    return parts


def rules(freq):
    while True:
        parts = [f'FREQ={freq}']
        if random.random() < 0.45:
            parts.append(f'INTERVAL={random.randint(2, {"MINUTELY": 200, "HOURLY": 30, "DAILY": 20}.get(freq, 5))}')
        if random.random() < 0.25:
            parts.append('WKST=' + random.choice(list(DAYS)))
        yield parts + by_parts(freq)


def at_random(freq, most):
    source = rules(freq)
    made = 0
    while made < most:
        parts = next(source)
        zone = random.choice(list(ZONES))
        years = ZONES[zone]
        year = random.randint(years[0], max(years[0], years[1] - 6))
        start = datetime(year, 1, 1) + timedelta(days=random.randint(0, 365), minutes=random.randint(0, 1439))
        if random.random() < 0.1:
            start += timedelta(seconds=random.randint(1, 59))
        limit = random.random()
        until = start + timedelta(days=random.randint(1, 1500))
        if limit < 0.3:
            parts.insert(1, f'COUNT={random.randint(1, 12)}')
        elif limit < 0.4:
            parts.insert(1, f'UNTIL={until:%Y%m%dT%H%M%S}Z')
        elif limit < 0.5:
            parts.insert(1, f'UNTIL={until:%Y%m%dT%H%M%S}')
        elif limit < 0.6:
            parts.insert(1, f'UNTIL={until:%Y%m%d}')
        rule = ';'.join(parts)
        plain = case(start, zone, rule)
        if plain is None or plain.endswith(' .'):
            continue
        exdates = exceptions(plain, zone) if random.random() < 0.3 else ()
        made += 1
        yield start, zone, rule, exdates, None


def exceptions(text, zone):
    moments = expanded(text.split(' ')[6])
    found = []
    for at in random.sample(moments, min(len(moments), random.randint(1, 2))):
        shape = random.random()
        wall = wall_at(at, zone)
        if shape < 0.5 and moment(wall, zone) == at:
            found.append(wall.isoformat())
        elif shape < 0.8:
            found.append(utc(at).isoformat() + 'Z')
        else:
            found.append(wall.date().isoformat())
    return tuple(found)


def expanded(text):
    first, *steps = text.rstrip('.').split('+')
    moments = [int(first)]
    for step in steps:
        size, _, times = step.partition('*')
        for _ in range(int(times or 1)):
            moments.append(moments[-1] + int(size))
    return moments


# The examples of RFC 5545 §3.8.5.3; what begins in 1997 there does so here.
RFC = """FREQ=DAILY;COUNT=10|FREQ=DAILY;UNTIL=19971224T000000Z|FREQ=DAILY;INTERVAL=2|FREQ=DAILY;INTERVAL=10;COUNT=5
FREQ=WEEKLY;COUNT=10|FREQ=WEEKLY;UNTIL=19971224T000000Z|FREQ=WEEKLY;INTERVAL=2;WKST=SU
FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH|FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH
FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR|FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH
FREQ=MONTHLY;COUNT=10;BYDAY=1FR|FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR|FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU
FREQ=MONTHLY;COUNT=6;BYDAY=-2MO|FREQ=MONTHLY;BYMONTHDAY=-3|FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15
FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1|FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15
FREQ=MONTHLY;INTERVAL=2;BYDAY=TU|FREQ=YEARLY;COUNT=10;BYMONTH=6,7|FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3
FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200|FREQ=YEARLY;BYDAY=20MO|FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO
FREQ=YEARLY;BYMONTH=3;BYDAY=TH|FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8|FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13
FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13|FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8
FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3|FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2
FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z|FREQ=MINUTELY;INTERVAL=15;COUNT=6|FREQ=MINUTELY;INTERVAL=90;COUNT=4
FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40|FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16
FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO|FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU
FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5|FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1"""


def from_the_rfc():
    for rule in RFC.replace('\n', '|').split('|'):
        yield datetime(1997, 9, 2, 9), 'America/New_York', rule, (), None


def calendar():
    """Leap days, ends of months, week 53, first days of weeks."""
    for year in (2000, 2004, 2012, 2016, 2020):
        for rule in ('FREQ=YEARLY', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1', 'FREQ=YEARLY;BYYEARDAY=366', 'FREQ=YEARLY;BYYEARDAY=60',
                     'FREQ=YEARLY;BYYEARDAY=-307', 'FREQ=MONTHLY', 'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1',
                     'FREQ=MONTHLY;BYMONTHDAY=29,30', 'FREQ=YEARLY;BYWEEKNO=53', 'FREQ=YEARLY;BYWEEKNO=-1;BYDAY=SU',
                     'FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO', 'FREQ=YEARLY;BYDAY=53MO', 'FREQ=YEARLY;BYDAY=-53TH', 'FREQ=DAILY'):
            yield datetime(year, 2, 29, 12), 'UTC', rule, (), None
    for day in DAYS:
        for rule in ('FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO', 'FREQ=YEARLY;BYWEEKNO=1,52,53;BYDAY=SU,MO', 'FREQ=WEEKLY;BYDAY=SU,MO;BYSETPOS=1',
                     'FREQ=WEEKLY;INTERVAL=3;BYDAY=WE,SA,SU;BYSETPOS=-1,2'):
            yield datetime(2018, 12, 30, 8, 15), 'Europe/London', f'{rule};WKST={day}', (), None
    for day in (29, 30, 31):
        yield datetime(2019, 1, day, 23, 59), 'Asia/Kathmandu', 'FREQ=MONTHLY;COUNT=9', (), None
        yield datetime(2019, 1, day, 23, 59), 'Asia/Kathmandu', f'FREQ=YEARLY;BYMONTHDAY={day}', (), None


OLD_RULES = [
    'FREQ=MINUTELY', 'FREQ=MINUTELY;INTERVAL=7', 'FREQ=MINUTELY;INTERVAL=1439', 'FREQ=HOURLY', 'FREQ=HOURLY;INTERVAL=5',
    'FREQ=MINUTELY;INTERVAL=30;BYHOUR=9,10,11;BYDAY=MO,TU,WE,TH,FR', 'FREQ=MINUTELY;INTERVAL=11;BYHOUR=3',
    'FREQ=HOURLY;INTERVAL=7;BYDAY=SA', 'FREQ=HOURLY;BYMINUTE=5,35;BYHOUR=1,2,3', 'FREQ=HOURLY;BYMINUTE=10,20,30;BYSETPOS=-1',
    'FREQ=DAILY;BYHOUR=0,6,12,18', 'FREQ=WEEKLY;BYDAY=MO,WE;BYHOUR=2', 'FREQ=MONTHLY;BYDAY=-1FR', 'FREQ=YEARLY;BYWEEKNO=10,20',
]


def old():
    """Series that began years before anybody asks: their number must still be right, and COUNT runs out where it does."""
    for zone, years in random.sample(list(ZONES.items()), 5) + [('UTC', (2014, 2020)), ('Australia/Lord_Howe', (2014, 2020))]:
        for rule in OLD_RULES:
            start = datetime(years[0], random.randint(1, 12), random.randint(1, 28), random.randint(0, 23), random.randint(0, 59))
            since = moment(start + timedelta(days=random.randint(500, 1300)), zone)
            yield start, zone, rule, (), since
            parts = parts_of(rule)
            numbered = case(start, zone, rule, (), since, most=4)
            n = int(numbered.split(' ')[5]) + 1
            if n <= MOST:
                yield start, zone, f'FREQ={parts["FREQ"]};COUNT={n};' + rule.partition(';')[2], (), since


def main():
    sources = [from_the_rfc(), calendar(), edges(), old()]
    sources += [at_random(freq, most) for freq, most in (('YEARLY', 170), ('MONTHLY', 170), ('WEEKLY', 130), ('DAILY', 110),
                                                         ('HOURLY', 110), ('MINUTELY', 110))]
    cases = []
    for source in sources:
        for start, zone, rule, exdates, since in source:
            text = case(start, zone, rule.strip(';'), exdates, since)
            if text and text not in cases:
                cases.append(text)
        print(len(cases), file=sys.stderr)
    tzdata = open('/usr/share/zoneinfo/tzdata.zi').readline().strip().removeprefix('# version ')
    source = f'generate.py, dateutil {dateutil.__version__}, tzdata {tzdata}'
    target = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'recurrences.json')
    with open(target, 'w') as file:
        json.dump({'source': source, 'cases': cases}, file, indent=2)
        file.write('\n')
    print(f'{len(cases)} cases, {os.path.getsize(target)} bytes', file=sys.stderr)


main()
