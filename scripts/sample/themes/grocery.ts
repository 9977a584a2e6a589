// Consumer packaged goods: food, drink, household, beauty, pet food.
import type { Theme } from '../theme.ts'

export const grocery: Theme = {
  key: 'cpg',
  unit: 'households',
  campaigns: [
    ['CPG-25Q1-PLANT', 'Plant-based launch'],
    ['CPG-25Q3-SNACK', 'Game-day snacks'],
    ['CPG-26Q2-BABY', 'Diaper switch'],
    ['CPG-26Q4-HOLIDAY', 'Holiday baking'],
  ],
  variables: [
    ['TXN_GROC_ORGANIC_90D', 'Spending on organic groceries in the last 90 days', 'Transactions', 'currency'],
    ['TXN_GROC_PLANT_BASED', 'Buys plant-based meat or milk', 'Transactions', 'boolean'],
    ['TXN_SNACK_SALTY_IDX', 'Index of spending on salty snacks and chips', 'Transactions', 'score'],
    ['TXN_SPARKLING_WATER_IDX', 'Index of spending on sparkling water', 'Transactions', 'score'],
    ['TXN_DIAPER_BRAND', 'Brand of diapers bought most, babies', 'Transactions', 'category'],
    ['TXN_PRIVATE_LABEL_SHARE', 'Share of store brands in the basket', 'Transactions', 'score'],
    ['TXN_PET_FOOD_PREMIUM', 'Buys premium dog or cat food', 'Transactions', 'boolean'],
    ['TXN_BAKING_SEASONAL', 'Buys flour, sugar and baking goods before holidays', 'Transactions', 'score'],
    ['TXN_CLUB_STORE_TRIPS', 'Trips to warehouse clubs per quarter', 'Transactions', 'count'],
    ['TXN_COLD_BREW_BUYER', 'Buys ready-to-drink coffee, cold brew', 'Transactions', 'boolean'],
    ['TXN_BEAUTY_CLEAN_SPEND', 'Spending on clean and fragrance-free beauty', 'Transactions', 'currency'],
    ['WEB_RECIPE_VISITS_30D', 'Visits to recipe and cooking sites in 30 days', 'Online behavior', 'count'],
    ['WEB_GROCERY_DELIVERY', 'Orders groceries for delivery or pickup', 'Online behavior', 'boolean'],
    ['LIFE_GLUTEN_FREE', 'Someone in the household eats gluten-free', 'Lifestyle', 'boolean'],
    ['LIFE_NEW_PARENT', 'Had a baby within the last 12 months, new parents', 'Lifestyle', 'boolean'],
    ['CRM_COUPON_REDEEM_RATE', 'Share of our coupons that were redeemed', 'First-party CRM', 'score'],
  ],
  purposes: [
    'Drives trial at launch; measured by matched purchases of the retail partner.',
    'Defends the base where the store brand gains share.',
    'Second purchase within 60 days is the aim, so recent triers come first.',
    'Seasonal reach with frequency capped at three a week.',
    'Built with the retailer’s clean room; only counts leave it.',
  ],
  notes: [
    'Panel data lags six weeks; do not read the last bar.',
    'Shopper marketing pairs this with end-cap displays in 1,900 stores.',
    'Exclude households with a purchase in the last 30 days.',
    'Coupon value differs by market, see the promotion calendar.',
  ],
  briefs: [
    {
      name: 'Flexitarian weeknight cooks',
      query:
        'People cutting down on meat without giving it up, who cook on weeknights and have tried plant-based burgers or oat milk',
      segments: ['Oat milk regulars', 'Burger triers', 'Recipe seekers'],
      prizm: [4, 13, 31, 35, 40],
      reach: 5400,
      tags: ['plant-based', 'trial'],
      again: {
        name: 'Plant-based triers who never came back',
        query:
          'Households that bought a plant-based meat once in the last year and not again; college towns and big cities',
        reach: 1730,
      },
    },
    {
      name: 'Game-day snack stock-up',
      query:
        'Sports households that stock up on chips, dip and soda before football Sundays, club-store shoppers included',
      segments: ['Big tailgate hosts', 'Couch and chips', 'Club-size buyers'],
      prizm: [24, 36, 46, 51, 55],
      reach: 9800,
      tags: ['snacks', 'football'],
      again: {
        name: 'Playoff weekends, wings and dips',
        query:
          'Game-day hosts in playoff markets who buy hot sauce, wings and ranch within three days of the game',
        reach: 3100,
      },
    },
    {
      name: 'New parents choosing diapers',
      query: 'First-time parents in the first six months who have not settled on a diaper brand yet',
      segments: ['Newborn to 3 months', '3 to 6 months', 'Expecting'],
      prizm: [11, 14, 29, 34, 48],
      reach: 1240,
      tags: ['baby', 'switching'],
      again: {
        name: 'Size 4 and up: diaper value packs',
        query: 'Parents of toddlers who moved to the store brand of diapers and shop at club stores',
        reach: 960,
      },
    },
    {
      name: 'Holiday bakers',
      query:
        'Home bakers who buy flour, butter and decorating sugar in November and December and look up cookie recipes',
      segments: ['Cookie exchange regulars', 'Scratch bakers', 'Baking with kids'],
      prizm: [18, 26, 28, 32, 52],
      reach: 7600,
      tags: ['holiday', 'baking'],
      again: {
        name: 'Easter and spring bakers',
        query: 'Last winter’s holiday bakers who also bake for Easter and Mother’s Day',
        reach: 3350,
      },
    },
    {
      name: 'Sparkling water switchers from soda',
      query: 'Families that buy less soda than last year and have picked up flavored sparkling water',
      segments: ['Health-minded parents', 'Office stock-ups', 'Flavor explorers'],
      prizm: [2, 3, 10, 13, 25],
      reach: 4450,
      tags: ['beverages', 'switching'],
      again: {
        name: 'Sparkling water, Southwest summer',
        query: 'Sparkling water buyers in Phoenix, Las Vegas and Tucson when it is over a hundred degrees',
        reach: 520,
      },
    },
    {
      name: 'Premium kibble and fresh dog food',
      query: 'Dog owners who treat the dog as family, buy premium food and could subscribe to fresh meals',
      segments: ['Small-breed city dogs', 'Two or more dogs', 'Senior dogs'],
      prizm: [4, 7, 20, 21, 30],
      reach: 3900,
      tags: ['pets', 'subscription'],
      again: {
        name: 'Puppy and kitten starters',
        query: 'Households that registered a new pet in the last four months and shop premium brands',
        reach: 710,
      },
    },
    {
      name: 'Gluten-free households',
      query:
        'Households where somebody eats gluten-free and that pay more for bread, pasta and snacks that are safe',
      segments: ['Diagnosed', 'By choice', 'Kids’ lunchbox'],
      prizm: [3, 14, 21, 22],
      reach: 2680,
      tags: ['free-from', 'health'],
      again: {
        name: 'Gluten-free at the club store',
        query: 'Gluten-free buyers with four or more club-store trips a quarter; big packs, big freezers',
        reach: 640,
      },
    },
    {
      name: 'Cold brew commuters',
      query:
        'Young commuters who buy cold brew at convenience stores and could keep it in the fridge at home',
      segments: ['Train commuters', 'Drive-to-work regulars', 'Campus and first jobs'],
      prizm: [34, 35, 40, 47, 50],
      reach: 3020,
      tags: ['coffee', 'convenience'],
      again: {
        name: 'Cold brew multipack trial',
        query:
          'Cold brew single-bottle buyers who order groceries for pickup and have never bought a multipack',
        reach: 880,
      },
    },
    {
      name: 'Clean beauty, sensitive skin',
      query:
        'Women 25 to 54 who read ingredient lists, avoid fragrance and buy dermatologist-tested skincare',
      segments: ['Ingredient readers', 'Eczema-prone families', 'Minimalists'],
      prizm: [4, 7, 10, 31],
      reach: 3460,
      tags: ['beauty', 'sensitive skin'],
      data: 'clean_room',
      identifier: 'uid2',
      again: {
        name: 'Sun care before spring break',
        query: 'Clean-beauty shoppers with kids who buy mineral sunscreen in February and March',
        reach: 1190,
      },
    },
  ],
}
