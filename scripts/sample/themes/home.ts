// Home improvement, furniture, energy at home, moving.
import type { Theme } from '../theme.ts'

export const home: Theme = {
  key: 'home',
  unit: 'households',
  campaigns: [
    ['HOM-25Q2-SPRING', 'Spring project season'],
    ['HOM-25Q4-APPLIANCE', 'Holiday appliances'],
    ['HOM-26Q1-SOLAR', 'Solar and heat pumps'],
    ['HOM-26Q3-PRO', 'Pro loyalty'],
  ],
  variables: [
    ['PROP_YEAR_BUILT', 'Year the house was built', 'Property', 'count'],
    ['PROP_LOT_ACRES', 'Size of the lot in acres, yard and lawn', 'Property', 'count'],
    ['PROP_POOL', 'Has a swimming pool', 'Property', 'boolean'],
    ['PROP_ROOF_AGE_EST', 'Estimated age of the roof in years', 'Property', 'count'],
    ['PROP_PERMIT_12M', 'Building permit issued in the last 12 months, remodel', 'Property', 'boolean'],
    ['PROP_HEAT_OIL_ELECTRIC', 'Heats with oil or electric resistance', 'Property', 'category'],
    ['HOME_KITCHEN_REMODEL', 'Planning a kitchen remodel', 'Purchase intent', 'score'],
    ['HOME_SOLAR_INTENT', 'Considering rooftop solar', 'Purchase intent', 'score'],
    ['HOME_APPLIANCE_AGE', 'Major appliances older than ten years', 'Purchase intent', 'score'],
    ['HOME_DIY_SCORE', 'Does repairs and projects personally (DIY)', 'Lifestyle', 'score'],
    ['HOME_GARDENER', 'Gardens: flowers, vegetables, lawn care', 'Lifestyle', 'boolean'],
    ['TXN_HOME_CENTER_SPEND', 'Spending at home centers and hardware stores', 'Transactions', 'currency'],
    ['TXN_FURNITURE_ONLINE', 'Bought furniture online in 12 months', 'Transactions', 'boolean'],
    ['WEB_DECOR_BOARDS', 'Saves ideas for rooms and decor', 'Online behavior', 'count'],
    ['LOC_HOME_CENTER_VISITS', 'Visits to home centers in 60 days', 'Location', 'count'],
    ['CRM_PRO_ACCOUNT', 'Holds a contractor (pro) account with us', 'First-party CRM', 'boolean'],
  ],
  purposes: [
    'Spring media plan; stores with garden centers lead.',
    'Leads for installed services, capped by installer capacity per market.',
    'Big-ticket purchases have a 45-day window; refresh every two weeks.',
    'Protects share of contractors against the distributor channel.',
    'New-mover triggers, delivered weekly.',
  ],
  notes: [
    'Weather triggers switch this on by market.',
    'Installer capacity in the Northeast is booked until June.',
    'Pro and DIY creative must not mix.',
    'Mover data arrives on Tuesdays.',
  ],
  briefs: [
    {
      name: 'Kitchen remodel planners',
      query:
        'Homeowners in houses over 20 years old who save kitchen ideas, compare cabinets and will remodel within a year',
      segments: ['Full remodel', 'Counters and cabinets', 'Appliances only'],
      prizm: [3, 6, 10, 20, 30],
      reach: 3240,
      tags: ['kitchen', 'remodel'],
      again: {
        name: 'Kitchen quotes not closed',
        query: 'People who had a kitchen design appointment with us in the last six months but did not buy',
        reach: 47,
      },
    },
    {
      name: 'Spring garden and lawn',
      query: 'Homeowners with big yards who plant in April and May and spend on soil, seed and power tools',
      segments: ['Vegetable growers', 'Lawn perfectionists', 'Patio and flowers'],
      prizm: [18, 23, 26, 28, 32],
      reach: 12400,
      tags: ['garden', 'spring'],
      again: {
        name: 'Fall lawn repair',
        query: 'Lawn-care buyers in the Midwest and Northeast who overseed and fertilize in September',
        reach: 4150,
      },
    },
    {
      name: 'Rooftop solar candidates',
      query:
        'Owners of sunny single-family homes with high power bills and a roof younger than ten years, in states with net metering',
      segments: ['High bills, pool', 'EV in the driveway', 'New roof'],
      prizm: [2, 5, 11, 14, 15],
      reach: 2650,
      tags: ['solar', 'energy'],
      again: {
        name: 'Solar plus battery, outage-prone counties',
        query: 'Solar candidates in counties with frequent outages or shutoffs who want backup power',
        reach: 780,
      },
    },
    {
      name: 'Heat pump instead of oil',
      query:
        'Homes in the Northeast that heat with oil or electric baseboard and qualify for a heat pump rebate',
      segments: ['Oil heat', 'Electric baseboard', 'Replacing old AC'],
      prizm: [16, 26, 36, 49],
      reach: 1980,
      tags: ['energy', 'rebate'],
      again: {
        name: 'Heat pump water heaters',
        query: 'Homeowners whose water heater is older than ten years in utility rebate areas',
        reach: 1120,
      },
    },
    {
      name: 'Just moved, empty rooms',
      query:
        'Households that moved within 90 days into a larger home and will need furniture, curtains and a washer',
      segments: ['First house', 'Growing family', 'Moved for work'],
      prizm: [13, 25, 33, 34, 66],
      reach: 1460,
      tags: ['movers', 'furniture'],
      again: {
        name: 'Movers into apartments',
        query: 'Young renters who moved within the city, like small-space furniture and buy online',
        reach: 1890,
      },
    },
    {
      name: 'Weekend do-it-yourselfers',
      query: 'DIY homeowners in older homes who visit a home center at least twice a month',
      segments: ['Tool collectors', 'Paint and floors', 'Decks and fences'],
      prizm: [24, 36, 44, 46, 49],
      reach: 8700,
      tags: ['DIY'],
      again: {
        name: 'First-time homeowners learning DIY',
        query: 'People under 40 who bought their first house in two years and watch how-to videos',
        reach: 2540,
      },
    },
    {
      name: 'Small contractors, pro desk',
      query: 'Remodelers, painters and handymen with a pro account whose purchases dropped this quarter',
      segments: ['Painters', 'General remodelers', 'Property maintenance'],
      prizm: [22, 36, 44],
      reach: 128,
      tags: ['pro', 'retention'],
      data: 'first_party',
      identifier: 'partner_id',
      again: {
        name: 'Contractors without a pro account',
        query: 'Tradespeople who shop with us like pros, early on weekdays and in bulk, but have no account',
        reach: 310,
      },
    },
    {
      name: 'Pool owners opening season',
      query:
        'Pool owners in the Sun Belt and mid-Atlantic who need chemicals, covers and patio furniture by May',
      segments: ['Sun Belt, open all year', 'Seasonal openers', 'New pool'],
      prizm: [6, 14, 20, 30],
      reach: 3150,
      tags: ['pool', 'patio'],
      again: {
        name: 'Outdoor kitchen and patio upgrade',
        query: 'Affluent homeowners with a pool who look at built-in grills and pergolas',
        reach: 690,
      },
    },
    {
      name: 'Appliances near the end',
      query:
        'Homeowners whose refrigerator, washer or dishwasher is over ten years old and who watch for holiday sales',
      segments: ['Refrigerator', 'Laundry pair', 'Dishwasher'],
      prizm: [29, 36, 41, 49, 63],
      reach: 6300,
      tags: ['appliances', 'holiday'],
      again: {
        name: 'Energy-efficient appliance rebates',
        query: 'Eco-minded homeowners with old appliances in rebate states',
        reach: 1730,
      },
    },
  ],
}
