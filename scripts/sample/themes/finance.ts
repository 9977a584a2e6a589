// Banking, cards, lending and investing.
import type { Theme } from '../theme.ts'

export const finance: Theme = {
  key: 'finance',
  unit: 'people',
  campaigns: [
    ['FIN-25Q1-TAX', 'Tax-refund savings'],
    ['FIN-25Q4-CARD', 'Cash-back card'],
    ['FIN-26Q2-HELOC', 'Home equity spring'],
    ['FIN-26Q3-RETIRE', 'Retirement rollover'],
  ],
  variables: [
    ['FIN_INVESTABLE_ASSETS', 'Modelled investable assets in tiers', 'Finance', 'decile'],
    ['FIN_CARD_REVOLVER', 'Carries a balance on credit cards, modelled', 'Finance', 'score'],
    ['FIN_CARD_TRAVEL_REWARDS', 'Holds a travel rewards card', 'Finance', 'boolean'],
    ['FIN_401K_ROLLOVER_INTENT', 'Likely to roll over a 401(k) within a year', 'Purchase intent', 'score'],
    ['FIN_MORTGAGE_RATE_TIER', 'Estimated rate of the current mortgage', 'Finance', 'category'],
    ['FIN_HOME_EQUITY_EST', 'Estimated equity in the home, homeowners', 'Finance', 'currency'],
    ['FIN_STUDENT_LOAN', 'Pays back a student loan', 'Finance', 'boolean'],
    ['FIN_FIRST_HOME_INTENT', 'Likely to buy a first home within 18 months', 'Purchase intent', 'score'],
    ['FIN_SMALL_BUSINESS_OWNER', 'Owns a small business', 'Firmographics', 'boolean'],
    ['FIN_ONLINE_BANK_USER', 'Has an account at an online-only bank', 'Finance', 'boolean'],
    ['FIN_BRANCH_VISITOR', 'Visits a bank branch at least monthly', 'Location', 'boolean'],
    ['WEB_RATE_COMPARE_30D', 'Compared savings or CD rates online in 30 days', 'Online behavior', 'count'],
    ['WEB_BROKERAGE_APP_DAILY', 'Opens a brokerage app daily, invests', 'Online behavior', 'boolean'],
    ['CRM_DEPOSIT_BALANCE_TIER', 'Deposit balance with us in tiers', 'First-party CRM', 'category'],
    ['CRM_DIRECT_DEPOSIT', 'Salary arrives by direct deposit with us', 'First-party CRM', 'boolean'],
    ['CRM_PRODUCTS_HELD', 'Number of our products held', 'First-party CRM', 'count'],
  ],
  purposes: [
    'Invitation to apply only; no prescreened credit data is used.',
    'Cross-sell to customers who hold one product and have been with us over a year.',
    'Keeps deposits from leaving for a better rate.',
    'Awareness in markets where branches opened this year.',
    'Fair-lending review passed; age and income are not used for targeting credit.',
  ],
  notes: [
    'Compliance reviews each refresh; keep the e-mail in the campaign folder.',
    'No lookalike expansion is allowed on this audience.',
    'Suppress customers in hardship programmes.',
    'Rates change on the first of the month; creative follows.',
  ],
  briefs: [
    {
      name: 'High-yield savings rate shoppers',
      query:
        'People comparing savings and CD rates online who keep more than a few months of expenses in a big-bank account',
      segments: ['Big-bank savers', 'CD ladder builders', 'Refund savers'],
      prizm: [7, 8, 12, 16, 26],
      reach: 6100,
      tags: ['deposits', 'rates'],
      again: {
        name: 'Tax-refund savers',
        query: 'Rate shoppers who got a refund last spring and moved part of it into savings',
        reach: 2450,
      },
    },
    {
      name: 'First-home savers',
      query:
        'Renters in their late twenties and thirties who are saving for a first home and reading about mortgages',
      segments: ['Two incomes, no kids', 'Moving out of the city', 'Credit builders'],
      prizm: [25, 33, 34, 48, 50],
      reach: 3720,
      tags: ['mortgage', 'renters'],
      again: {
        name: 'First-home savers with student loans',
        query:
          'Would-be homebuyers who still pay student loans; show the calculator and the low down payment program',
        reach: 1510,
      },
    },
    {
      name: 'Home equity for renovation',
      query:
        'Homeowners with a low first-mortgage rate and a lot of equity who are planning a kitchen or an addition',
      segments: ['Kitchen planners', 'Additions and accessory units', 'Debt consolidators'],
      prizm: [3, 10, 14, 20, 30],
      reach: 2880,
      tags: ['home equity'],
      again: {
        name: 'Home equity, branch footprint',
        query: 'Same homeowners within five miles of our branches, who still visit one',
        reach: 540,
      },
    },
    {
      name: 'Rollover: job changers over 45',
      query: 'Professionals who recently changed jobs, are over 45 and probably left a 401(k) behind',
      segments: ['One old plan', 'Several old plans', 'Five years to retirement'],
      prizm: [6, 7, 10, 12, 16],
      reach: 1930,
      tags: ['retirement', 'advice'],
      again: {
        name: 'Retirement checkup, existing clients',
        query: 'Our brokerage clients over 55 who have not met an advisor in two years',
        reach: 88,
      },
    },
    {
      name: 'Cash-back card for family spending',
      query:
        'Parents who spend most on groceries, gas and kids’ activities and don’t care about airline points',
      segments: ['Grocery heavy', 'Commuters', 'Online shoppers'],
      prizm: [11, 14, 19, 29, 41],
      reach: 8350,
      tags: ['cards', 'families'],
      again: {
        name: 'Cash-back card: customers with one product',
        query: 'Checking customers with direct deposit and no card from us',
        reach: 615,
      },
    },
    {
      name: 'Frequent travelers without our card',
      query: 'Affluent travelers who hold a competing travel rewards card and take four or more trips a year',
      segments: ['Lounge seekers', 'Family trips on points', 'Small business travelers'],
      prizm: [1, 3, 4, 7, 21],
      reach: 2140,
      tags: ['cards', 'travel'],
      data: 'clean_room',
      identifier: 'rampid',
      again: {
        name: 'Airline co-brand overlap',
        query: 'Overlap of the airline’s members and our deposit customers, counted in the clean room',
        reach: 274,
      },
    },
    {
      name: 'Self-directed investors under 40',
      query:
        'Younger investors who check a brokerage app daily, hold index funds and listen to money podcasts',
      segments: ['Index and chill', 'Options curious', 'Saving for a house'],
      prizm: [2, 4, 31, 34, 35],
      reach: 4260,
      tags: ['investing', 'podcasts'],
      again: {
        name: 'Young investors opening an IRA',
        query: 'Self-directed investors who earn over 90k and have no IRA yet, before the April deadline',
        reach: 1370,
      },
    },
    {
      name: 'Dormant checking, at risk',
      query: 'Customers whose direct deposit stopped in the last 90 days while the account stays open',
      segments: ['Deposit moved to an online bank', 'Job change', 'Balance under $100'],
      prizm: [37, 47, 54, 61],
      reach: 142,
      tags: ['retention', 'deposits'],
      data: 'first_party',
      identifier: 'email',
      again: {
        name: 'Online-bank leavers win-back',
        query: 'Former customers who moved to an online-only bank one to two years ago',
        reach: 203,
      },
    },
    {
      name: 'Main Street business owners',
      query:
        'Owners of shops, salons and restaurants with under 20 employees who run the business from a personal account',
      segments: ['Restaurants and cafés', 'Personal services', 'Contractors'],
      prizm: [9, 13, 22, 33, 56],
      reach: 1680,
      tags: ['small business'],
      again: {
        name: 'Contractors who need a line of credit',
        query: 'Small construction and landscaping businesses before the spring season',
        reach: 490,
      },
    },
  ],
}
