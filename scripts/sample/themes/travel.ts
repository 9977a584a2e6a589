// Travel: airlines, hotels, cruises, parks, road trips.
import type { Theme } from '../theme.ts'

export const travel: Theme = {
  key: 'travel',
  unit: 'people',
  campaigns: [
    ['TRV-25Q1-WAVE', 'Wave season'],
    ['TRV-25Q3-FALLCITY', 'Fall city breaks'],
    ['TRV-26Q1-SUMMER', 'Summer early booking'],
    ['TRV-26Q2-ELITE', 'Elite status challenge'],
  ],
  variables: [
    [
      'TRAV_CRUISE_PROPENSITY',
      'Likely to take an ocean or river cruise within 18 months',
      'Purchase intent',
      'score',
    ],
    ['TRAV_AIR_TRIPS_12M', 'Airline trips taken in the last 12 months', 'Transactions', 'count'],
    ['TRAV_BUSINESS_FLYER', 'Flies mainly for business', 'Lifestyle', 'boolean'],
    ['TRAV_HOTEL_UPSCALE_SPEND', 'Spending at upscale hotels, deciles', 'Transactions', 'decile'],
    ['TRAV_FAMILY_PARK_VISITOR', 'Visited a theme park with children in two years', 'Location', 'boolean'],
    ['TRAV_INTL_EUROPE_INTENT', 'Researching trips to Europe', 'Purchase intent', 'score'],
    ['TRAV_ALL_INCLUSIVE_INTENT', 'Researching all-inclusive beach resorts', 'Purchase intent', 'score'],
    ['TRAV_NATIONAL_PARK_VISITS', 'Visits to national parks in 24 months', 'Location', 'count'],
    ['TRAV_SKI_SEASON_DAYS', 'Days at ski resorts last season', 'Location', 'count'],
    ['TRAV_RENTAL_HOME_NIGHTS', 'Nights in vacation rental homes', 'Transactions', 'count'],
    ['TRAV_LAST_MINUTE_BOOKER', 'Books trips less than 14 days ahead', 'Online behavior', 'score'],
    ['WEB_FARE_SEARCH_30D', 'Flight searches in the last 30 days', 'Online behavior', 'count'],
    ['CRM_MILES_BALANCE_TIER', 'Balance of miles in our programme', 'First-party CRM', 'category'],
    ['CRM_STATUS_EXPIRES_6M', 'Elite status expires within six months', 'First-party CRM', 'boolean'],
    ['LOC_AIRPORT_DWELL_90D', 'Visits to large airports in the last 90 days', 'Location', 'count'],
    ['TXN_RV_CAMPGROUND_12M', 'Spending at RV parks and campgrounds, road trips', 'Transactions', 'currency'],
  ],
  purposes: [
    'Opens the booking window; offers go out eight weeks before departure dates.',
    'Upper-funnel reach for destination films, measured by searches and bookings.',
    'Retention audience for programme members who drift to another carrier.',
    'Fills shoulder-season nights without touching the public rate.',
    'Look-alike of last year’s best bookers, checked against their actual spend.',
  ],
  notes: [
    'Exclude anyone with a booking in the next 60 days.',
    'Revenue management wants no discount shown to top-tier members.',
    'Markets follow the nonstop route map of the spring schedule.',
    'Cruise intent comes from the survey panel; treat the small segments with care.',
  ],
  briefs: [
    {
      name: 'Wave season cruise prospects',
      query:
        'Couples over 55 with time and savings who have cruised before or are researching a cruise for next winter',
      segments: ['Repeat ocean cruisers', 'River cruise curious', 'First cruise after retirement'],
      prizm: [8, 12, 16, 20, 26],
      reach: 5200,
      tags: ['cruise', 'boomers'],
      again: {
        name: 'Family cruises for school breaks',
        query:
          'Parents of kids 6 to 12 who visited a theme park recently and are looking for an all-in price vacation at sea',
        reach: 2380,
      },
    },
    {
      name: 'Status expiring: road warriors',
      query:
        'Business flyers in our program whose elite status runs out within six months and who are one or two trips short',
      segments: ['One trip short', 'Two trips short', 'Flying a competitor now'],
      prizm: [3, 10, 21, 25],
      reach: 96,
      tags: ['loyalty', 'business travel'],
      data: 'first_party',
      identifier: 'email',
      again: {
        name: 'Status match for competitor elites',
        query:
          'Frequent business travelers at hubs we are growing who hold status elsewhere, judged by airport visits',
        reach: 640,
      },
    },
    {
      name: 'National park road-trippers',
      query: 'Outdoorsy households planning a summer road trip to national parks by RV or tent',
      segments: ['RV owners', 'Tent campers with kids', 'Retired wanderers'],
      prizm: [15, 23, 27, 28, 51],
      reach: 4600,
      tags: ['road trip', 'outdoors'],
      again: {
        name: 'Shoulder-season park lodges',
        query:
          'Retired couples without kids who travel in May or September and like lodges near national parks',
        reach: 1450,
      },
    },
    {
      name: 'Europe summer early bookers',
      query: 'College-educated professionals who search flights to Europe in winter and book upscale hotels',
      segments: ['Italy and Greece searchers', 'London and Paris regulars', 'Heritage trips'],
      prizm: [4, 7, 21, 31],
      reach: 3150,
      tags: ['international', 'early booking'],
      again: {
        name: 'Europe with teenagers',
        query: 'Affluent parents with teens looking at guided trips in Europe for July',
        reach: 820,
      },
    },
    {
      name: 'Beach all-inclusive getaways',
      query:
        'Young couples and friends who want an all-inclusive beach week under 2,000 dollars from a nonstop airport',
      segments: ['Honeymooners', 'Friends’ trips', 'Anniversary couples'],
      prizm: [25, 34, 35, 47, 50],
      reach: 4890,
      tags: ['beach', 'value'],
      again: {
        name: 'Winter escape from the snow belt',
        query:
          'Households in Minneapolis, Chicago, Detroit and Boston searching beach resorts between January and March',
        reach: 1720,
      },
    },
    {
      name: 'Ski pass renewals',
      query: 'Skiers and riders who were at partner resorts last season and have not renewed their pass yet',
      segments: ['Five or more days', 'One to four days', 'Families with kids in lessons'],
      prizm: [3, 4, 6, 13, 37],
      reach: 390,
      tags: ['ski', 'renewal'],
      data: 'clean_room',
      identifier: 'uid2',
      again: {
        name: 'Never-ever skiers within driving distance',
        query: 'Families within three hours of a resort who camp and hike in summer but have no ski days',
        reach: 1080,
      },
    },
    {
      name: 'Last-minute city breaks',
      query:
        'Flexible urban singles who book flights less than two weeks ahead and like concerts, food and museums',
      segments: ['Food weekends', 'Concert travelers', 'Museum and design lovers'],
      prizm: [4, 31, 40, 48],
      reach: 2760,
      tags: ['city breaks', 'last minute'],
      again: {
        name: 'Fall foliage weekends',
        query:
          'New York and Boston residents who rent cars and vacation homes for weekends in September and October',
        reach: 930,
      },
    },
    {
      name: 'Theme park families, drive market',
      query:
        'Families with kids under 12 within a six-hour drive of Orlando who have not visited in two years',
      segments: ['Preschool parents', 'Grade-school parents', 'Grandparents who pay'],
      prizm: [14, 19, 29, 39, 56],
      reach: 2240,
      tags: ['families', 'theme parks'],
      again: {
        name: 'Lapsed annual passholders',
        query:
          'Former passholders from our CRM whose pass lapsed over six months ago and who still live in Florida',
        reach: 155,
      },
    },
    {
      name: 'Work-from-anywhere long stays',
      query:
        'Remote workers who rent vacation homes for two weeks or longer and choose places with fast internet',
      segments: ['Digital nomad couples', 'Parents in summer', 'Snowbirds still working'],
      prizm: [2, 4, 9, 31],
      reach: 1120,
      tags: ['remote work', 'rentals'],
      again: {
        name: 'Snowbirds, monthly stays',
        query: 'Retirees from the upper Midwest who spend a month or more in Arizona or Florida each winter',
        reach: 760,
      },
    },
  ],
}
