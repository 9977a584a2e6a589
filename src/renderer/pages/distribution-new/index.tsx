// Plans distributions: audiences, platforms, a time, and what is known of all that before anything is sent.
import { LogOut, Send } from 'lucide-react'
import { useLayoutEffect, useState } from 'react'
import { useCommands } from '../../commands/registry.ts'
import { FormPage } from '../../components/form/form-page.tsx'
import { useTitle } from '../../lib/title.ts'
import { t } from '../../messages/index.ts'
import { newDistributionRoute } from '../distributions/routes.ts'
import { touchField } from './controls.ts'
import { chosenIn, emptyPlan } from './model/form.ts'
import { CheckStep } from './parts/check.tsx'
import { Head } from './parts/head.tsx'
import { More } from './parts/more.tsx'
import { What } from './parts/what.tsx'
import { When } from './parts/when.tsx'
import { Where } from './parts/where.tsx'
import { leftAt } from './use-leaving.ts'
import { usePlanner } from './use-planner.ts'

const words = t.plan
const LEAVING = { title: words.leaveTitle, description: words.leaveHint, action: words.leaveAction }

/** The router puts a query before the hash; one that was typed or opened in another window stands in it. */
const queryNow = () => location.search || location.hash.slice(location.hash.indexOf('?') + 1)

/** The query is of this page alone: the next one mustn't carry it along. */
function useOwnQuery() {
  // Before the next page reads the address: an effect of its own would take away that page's query.
  useLayoutEffect(
    () => () => {
      const url = new URL(location.href)
      url.search = ''
      if (location.search) history.replaceState(history.state, '', url.href)
    },
    [],
  )
}

/** What the form starts from is taken once: it mustn't change while it is open. */
function startNow() {
  const left = leftAt(newDistributionRoute)
  if (left) return { form: left.form, baseline: emptyPlan() }
  const { audience_ids, platform_ids } = chosenIn(queryNow())
  const form = emptyPlan(audience_ids, platform_ids)
  return { form, baseline: form }
}

export default function NewDistributionPage() {
  const [start] = useState(startNow)
  const planner = usePlanner(start)
  useOwnQuery()
  useTitle(words.title)
  const { submit, askToLeave } = planner
  useCommands([
    {
      id: 'distribution.plan',
      title: words.planSome,
      group: 'distributions',
      icon: Send,
      shortcut: 'mod+enter',
      run: submit,
    },
    {
      id: 'distribution.leave',
      title: words.leaveCommand,
      group: 'go',
      icon: LogOut,
      shortcut: 'esc',
      run: askToLeave,
    },
  ])
  return (
    <FormPage
      label={words.form}
      onEscape={askToLeave}
      onLeft={touchField(planner.touch)}
      asks={{ editor: planner, words: LEAVING }}
    >
      <Head planner={planner} />
      <div className="mx-auto flex max-w-[1060px] flex-col gap-6 px-8 pt-5 pb-24 *:first:border-t-0 *:first:pt-0">
        <What planner={planner} />
        <Where planner={planner} />
        <When controls={planner} />
        <More controls={planner} />
        <CheckStep planner={planner} />
      </div>
    </FormPage>
  )
}
