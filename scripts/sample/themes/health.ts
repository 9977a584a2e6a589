// Health and wellness: fitness, sleep, vitamins, pharmacies, care.
import type { Theme } from '../theme.ts'

export const health: Theme = {
  key: 'wellness',
  unit: 'people',
  campaigns: [
    ['HLT-25Q1-NEWYEAR', 'New year, new routine'],
    ['HLT-25Q3-FLU', 'Flu and vaccine season'],
    ['HLT-26Q1-SLEEP', 'Sleep better'],
    ['HLT-26Q3-MEDICARE', 'Medicare open enrollment'],
  ],
  variables: [
    ['LIFE_GYM_MEMBER', 'Member of a gym or studio', 'Lifestyle', 'boolean'],
    ['LIFE_RUNNER', 'Runs at least weekly', 'Lifestyle', 'boolean'],
    ['LIFE_YOGA_MEDITATION', 'Practices yoga or meditation', 'Lifestyle', 'boolean'],
    ['LIFE_SLEEP_INTEREST', 'Reads about sleep, mattresses and insomnia', 'Lifestyle', 'score'],
    ['LIFE_CAREGIVER_PARENT', 'Cares for an aging parent, caregivers', 'Lifestyle', 'boolean'],
    ['TXN_VITAMIN_SPEND', 'Spending on vitamins and supplements', 'Transactions', 'currency'],
    ['TXN_PROTEIN_BUYER', 'Buys protein powder and bars', 'Transactions', 'boolean'],
    ['TXN_PHARMACY_RETAIL_TRIPS', 'Trips to retail pharmacies per quarter', 'Transactions', 'count'],
    ['TXN_FITNESS_EQUIPMENT', 'Bought home fitness equipment in 24 months', 'Transactions', 'boolean'],
    ['TXN_ATHLEISURE_SPEND', 'Spending on athletic wear', 'Transactions', 'currency'],
    ['WEB_TELEHEALTH_USER', 'Used telehealth in the last 12 months', 'Online behavior', 'boolean'],
    ['WEB_WEARABLE_SYNC', 'Uses a fitness tracker or smart watch', 'Online behavior', 'boolean'],
    ['LOC_PARK_TRAIL_VISITS', 'Visits to parks and running trails', 'Location', 'count'],
    ['LOC_STUDIO_VISITS_30D', 'Visits to fitness studios in 30 days, classes', 'Location', 'count'],
    ['HLTH_INS_MEDICARE_ELIG', 'Turns 65 within 12 months, Medicare', 'Demographics', 'boolean'],
    ['CRM_REFILL_REMINDER_OPT', 'Signed up for refill reminders', 'First-party CRM', 'boolean'],
  ],
  purposes: [
    'No health conditions are inferred; only shopping and lifestyle signals are used.',
    'Supports the January membership drive in markets with open capacity.',
    'Awareness of walk-in services at the pharmacy counter.',
    'Contextual and first-party signals only, as the privacy review requires.',
    'Upsell for people who already use the free app.',
  ],
  notes: [
    'Privacy review number PR-1180 applies; do not add condition data.',
    'Minors are excluded in every segment.',
    'Store radius is 10 miles, 25 in rural markets.',
    'Washington and Nevada residents are excluded from location signals.',
  ],
  briefs: [
    {
      name: 'January gym joiners',
      query:
        'People who tend to join a gym after New Year, live within 15 minutes of one of our clubs and are not members',
      segments: ['Returning after a break', 'First gym ever', 'Couples joining together'],
      prizm: [13, 25, 34, 35, 50],
      reach: 3640,
      tags: ['fitness', 'new year'],
      again: {
        name: 'Summer trial pass for studios',
        query: 'Adults who went to boutique fitness classes and could use a month’s pass before summer',
        reach: 1290,
      },
    },
    {
      name: 'Marathon and half-marathon runners',
      query:
        'Dedicated runners who track their training, buy two or more pairs of shoes a year and travel to races',
      segments: ['Half-marathon', 'Marathon', 'Trail and ultra'],
      prizm: [2, 3, 4, 7, 10],
      reach: 1870,
      tags: ['running', 'endurance'],
      again: {
        name: 'Couch to 5K beginners',
        query: 'Beginners who just got a fitness tracker and started walking or running in local parks',
        reach: 2930,
      },
    },
    {
      name: 'Restless sleepers over 40',
      query: 'Adults over 40 who read about sleep, try magnesium and compare mattresses',
      segments: ['Mattress shoppers', 'Supplement triers', 'Shift workers'],
      prizm: [16, 26, 41, 49],
      reach: 4980,
      tags: ['sleep'],
      again: {
        name: 'Cooling bedding, hot states',
        query:
          'Sleep-interested households in Texas, Arizona and Florida who look for cooling sheets and pillows',
        reach: 1450,
      },
    },
    {
      name: 'Protein every day',
      query: 'Active adults who buy protein powder and bars every month and like meal prep',
      segments: ['Strength training', 'Meal-prep Sundays', 'Weight-conscious snackers'],
      prizm: [34, 40, 47, 48],
      reach: 4270,
      tags: ['nutrition', 'fitness'],
      again: {
        name: 'Plant protein for women',
        query: 'Women who practice yoga or run and prefer plant protein over whey',
        reach: 1620,
      },
    },
    {
      name: 'Caring for a parent',
      query:
        'Adults 45 to 64 who help an aging parent and look for home care, monitoring or delivery of prescriptions',
      segments: ['Lives nearby', 'Lives far away', 'Parent moved in'],
      prizm: [16, 20, 36, 41],
      reach: 3310,
      tags: ['caregivers', 'pharmacy'],
      again: {
        name: 'Prescription delivery for caregivers',
        query: 'Caregivers who already get refill reminders for someone else at our pharmacies',
        reach: 118,
      },
    },
    {
      name: 'Turning 65 this year',
      query: 'People who turn 65 within 12 months and will compare Medicare plans for the first time',
      segments: ['Still working', 'Retired early', 'Couples, one eligible'],
      prizm: [8, 12, 17, 38, 58],
      reach: 3880,
      tags: ['Medicare'],
      again: {
        name: 'Medicare plan switchers',
        query:
          'Medicare members who changed plans in the past two years or called about premiums, open enrollment',
        reach: 2240,
      },
    },
    {
      name: 'Flu shot at the pharmacy',
      query:
        'Families and older adults who get vaccinated at a retail pharmacy instead of the doctor’s office',
      segments: ['Families with kids in school', 'Adults over 60', 'Office workers'],
      prizm: [14, 19, 26, 29, 38],
      reach: 11200,
      tags: ['vaccines', 'pharmacy'],
      again: {
        name: 'Not yet vaccinated, November',
        query: 'Last year’s pharmacy flu shot customers who have not come in by November',
        reach: 1340,
      },
    },
    {
      name: 'Mindfulness app free users',
      query:
        'Free users of our meditation app who opened it at least eight times last month and have no subscription',
      segments: ['Sleep stories', 'Morning practice', 'Stress at work'],
      prizm: [4, 21, 31, 35],
      reach: 460,
      tags: ['app', 'subscription'],
      data: 'first_party',
      identifier: 'maid',
      again: {
        name: 'Lapsed mindfulness subscribers',
        query: 'Subscribers who cancelled three to twelve months ago and still read the newsletter',
        reach: 92,
      },
    },
    {
      name: 'Home gym upgrade',
      query:
        'Suburban homeowners who bought a bike or treadmill in the past two years and now want weights or a rower',
      segments: ['Garage gyms', 'Spare-room cardio', 'Connected classes'],
      prizm: [2, 3, 11, 14, 30],
      reach: 2210,
      tags: ['home fitness'],
      again: {
        name: 'Rowers and bikes for apartments',
        query: 'City renters who need quiet, foldable fitness equipment',
        reach: 930,
      },
    },
  ],
}
