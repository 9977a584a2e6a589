// Automotive: electric vehicles, trucks, service, used cars.
import type { Theme } from '../theme.ts'

export const auto: Theme = {
  key: 'auto',
  unit: 'households',
  campaigns: [
    ['AUT-25Q2-EVLAUNCH', 'Spring electric launch'],
    ['AUT-25Q4-TRUCKMONTH', 'Truck month'],
    ['AUT-26Q1-SERVICE', 'Dealer service retention'],
    ['AUT-26Q3-CPO', 'Certified pre-owned push'],
  ],
  variables: [
    [
      'AUTO_EV_INTENT_12M',
      'Likely to buy or lease an electric vehicle (EV) in the next 12 months',
      'Purchase intent',
      'score',
    ],
    ['AUTO_HYBRID_OWNER', 'Owns a hybrid or plug-in hybrid', 'Vehicle ownership', 'boolean'],
    ['AUTO_PICKUP_OWNER', 'Owns a full-size pickup truck', 'Vehicle ownership', 'boolean'],
    ['AUTO_SUV_3ROW_INTENT', 'In market for a three-row SUV', 'Purchase intent', 'score'],
    ['AUTO_LEASE_END_6M', 'Vehicle lease ends within six months', 'Vehicle ownership', 'boolean'],
    ['AUTO_VEHICLE_AGE_YRS', 'Age of the oldest vehicle in the household', 'Vehicle ownership', 'count'],
    ['AUTO_LUXURY_BRAND_OWNER', 'Owns a luxury-brand vehicle', 'Vehicle ownership', 'boolean'],
    ['AUTO_CREDIT_PRIME', 'Prime or better auto credit tier, modelled', 'Finance', 'boolean'],
    [
      'AUTO_USED_SHOPPER_30D',
      'Compared used and certified pre-owned cars online in 30 days',
      'Online behavior',
      'boolean',
    ],
    [
      'WEB_AUTO_CONFIGURATOR_30D',
      'Used a vehicle configurator in the last 30 days',
      'Online behavior',
      'count',
    ],
    ['LOC_DEALER_VISIT_60D', 'Visited a car dealership in the last 60 days', 'Location', 'count'],
    ['LOC_EV_CHARGER_30D', 'Stopped at a public EV charger in the last 30 days', 'Location', 'count'],
    ['LOC_TOWING_TRAILHEAD', 'Seen at boat ramps and trailheads, towing', 'Location', 'count'],
    ['CRM_SERVICE_LAST_MONTHS', 'Months since the last dealer service visit', 'First-party CRM', 'count'],
    ['PROP_GARAGE_SPACES', 'Garage spaces, a place for a home charger', 'Property', 'count'],
    ['TXN_FUEL_SPEND_DECILE', 'Spending at gas stations in deciles, commuters', 'Transactions', 'decile'],
  ],
  purposes: [
    'Prospecting pool for the model launch; suppress owners of the current model year.',
    'Feeds the regional dealer associations, who buy connected TV and search by market.',
    'Conquest audience for households that own a competing brand and shop across brands.',
    'Keeps owners in the dealer network when the factory warranty runs out.',
    'Built for the sales-event calendar, with inventory-rich markets first.',
  ],
  notes: [
    'Dealer council reviews the market list each month.',
    'The EV intent score is refreshed on the 5th; rebuild after that.',
    'Do not use with the incentive offer in states without the rebate.',
    'Lease-end dates come from the captive finance company.',
  ],
  briefs: [
    {
      name: 'Eco-conscious urban EV intenders',
      query:
        'Eco-conscious millennials in urban areas who shop for sustainable products and are likely to buy an EV in the next 12 months',
      segments: ['Urban EV intenders', 'Hybrid owners ready to switch', 'Sustainable shoppers without a car'],
      prizm: [4, 21, 31, 35, 40],
      reach: 2140,
      tags: ['EV', 'sustainability', 'prospecting'],
      again: {
        name: 'EV intenders, West Coast refresh',
        query:
          'Same idea as the eco-conscious EV audience, but California, Oregon and Washington only, and people who have stopped at a public charger lately',
        reach: 870,
      },
    },
    {
      name: 'Home-charging suburban families',
      query:
        'Suburban homeowners with a garage and two or more cars where one could become electric, kids at home, income over 120k',
      segments: ['Two-car families with a garage', 'Solar roof owners', 'Long commuters'],
      prizm: [2, 3, 11, 14, 26],
      reach: 3350,
      tags: ['EV', 'families'],
      again: {
        name: 'Second car goes electric',
        query:
          'Families whose second car is older than eight years and drives short trips; we want to show them the small electric crossover',
        reach: 1980,
      },
    },
    {
      name: 'Full-size pickup loyalists',
      query:
        'Owners of full-size pickups in small towns who tow boats or trailers and trade in every four to six years',
      segments: ['Towing weekends', 'Jobsite trucks', 'Farm and ranch'],
      prizm: [24, 27, 44, 51, 57],
      reach: 4820,
      tags: ['truck month', 'loyalty'],
      again: {
        name: 'Truck month: oldest pickups first',
        query:
          'Pickup households where the truck is ten years or older and the owner has been to a dealership in the past two months',
        reach: 1260,
      },
    },
    {
      name: 'Lease ends before summer',
      query: 'Customers whose lease with us ends within six months and who have not booked an appraisal yet',
      segments: ['Ends in 1 to 2 months', 'Ends in 3 to 4 months', 'Ends in 5 to 6 months'],
      prizm: [3, 10, 13, 25],
      reach: 184,
      tags: ['lease', 'retention'],
      data: 'first_party',
      identifier: 'email',
      again: {
        name: 'Competitor lease returns',
        query:
          'Households that will hand back a leased car of another brand in the next six months and have prime credit',
        reach: 690,
      },
    },
    {
      name: 'Three-row SUV shoppers',
      query:
        'Growing families with three or more kids who have outgrown their sedan and are comparing three-row SUVs',
      segments: ['Expecting a third child', 'Sports-team carpoolers', 'Multigenerational households'],
      prizm: [11, 14, 29, 39, 56],
      reach: 1570,
      tags: ['families', 'SUV'],
      again: {
        name: 'Minivan owners open to an SUV',
        query:
          'Parents who drive a minivan older than five years, looked at SUVs online in the last month and live within 25 miles of a dealer',
        reach: 620,
      },
    },
    {
      name: 'Certified pre-owned value seekers',
      query:
        'People who compare certified pre-owned cars online, care about monthly payment and have good but not great credit',
      segments: ['First car after graduation', 'Budget-minded commuters', 'Replacing a worn-out car'],
      prizm: [33, 47, 48, 50, 60],
      reach: 2960,
      tags: ['used cars', 'value'],
      again: {
        name: 'CPO hybrids for long commutes',
        query:
          'Commuters who spend the most on gas and could move to a used hybrid; distance to work over 30 miles',
        reach: 1140,
      },
    },
    {
      name: 'Service lapsed after warranty',
      query:
        'Our owners whose last dealer service is more than 14 months ago and whose warranty has just expired',
      segments: ['Independent garage users', 'Do-it-yourself owners', 'Low-mileage owners'],
      prizm: [20, 36, 41, 49],
      reach: 412,
      tags: ['service', 'retention'],
      data: 'first_party',
      identifier: 'rampid',
      again: {
        name: 'Winter tire and brake check reminder',
        query: 'Lapsed service customers in snow-belt markets who own an all-wheel-drive car',
        reach: 138,
      },
    },
    {
      name: 'Luxury sedan conquest',
      query:
        'Affluent drivers of German luxury sedans whose car is three to five years old and who read about performance electrics',
      segments: ['Executive commuters', 'Performance enthusiasts', 'Empty nesters downsizing'],
      prizm: [1, 6, 7, 10, 12],
      reach: 940,
      tags: ['luxury', 'conquest'],
      again: {
        name: 'Luxury sedan conquest, clean room overlap',
        query:
          'Overlap of our configurator visitors with the publisher’s premium auto readers, households above 200k',
        reach: 210,
      },
    },
    {
      name: 'First-time truck buyers under 35',
      query:
        'Outdoor-minded people under 35 who have never owned a truck but follow overlanding and camping content',
      segments: ['Overland beginners', 'Bike and board haulers', 'New rural homeowners'],
      prizm: [25, 34, 37, 65],
      reach: 1330,
      tags: ['truck month', 'outdoors'],
      again: {
        name: 'Midsize pickup, mountain states',
        query:
          'Adventure-minded renters and new homeowners in Colorado, Utah, Idaho and Montana who could use a midsize pickup',
        reach: 410,
      },
    },
  ],
}
