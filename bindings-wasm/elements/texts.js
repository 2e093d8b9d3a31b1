// Phrases of the elements that the core has no words for. Words for headings and outcomes are the core's (`labels`), and so are
// sentences about decisions (`Review.explain`).
import { labels } from '../web.js';

const TEXTS = {
  en: {
    asOf: (date) => `as of ${date}`,
    knownOn: (date) => `as known on ${date}`,
    ladder: 'Tier ladder',
    missingFor: (tier) => `Missing for ${tier}`,
    readyFor: (tier) => `Nothing is missing for ${tier}`,
    toGo: (gap) => `${gap} to go`,
    moreThanToGo: (gap) => `more than ${gap} to go`,
    over: (gap) => `${gap} over the limit`,
    ofRequired: (actual, required) => `${actual} of ${required}`,
    ofLimit: (actual, limit) => `${actual}, limit ${limit}`,
    limited: 'after limits on the total',
    bands: 'Bands',
    points: 'points',
    drivers: 'What adds to it',
    heldBy: (holder, date) => `held by ${holder} until ${date}`,
    holdsUntil: (date) => `holds it until ${date}`,
    list: (parts) => parts.join(', '),
    waiting: 'Waiting for programme and facts',
    choose: 'No partner chosen',
    stale: 'Below: the last decision before this',
    more: (count) => `and ${count} more`,
    problems: {
      programme: 'The programme is not accepted',
      facts: 'The facts are not accepted',
      evaluation: 'No decision can be made',
      load: 'The engine could not be started',
    },
    policy: "The page's content security policy must allow script-src 'wasm-unsafe-eval'.",
  },
  'zh-CN': {
    asOf: (date) => `截至 ${date}`,
    knownOn: (date) => `按 ${date} 已知数据`,
    ladder: '等级阶梯',
    missingFor: (tier) => `距${tier}还差`,
    readyFor: (tier) => `${tier}的条件均已满足`,
    toGo: (gap) => `还差 ${gap}`,
    moreThanToGo: (gap) => `还差超过 ${gap}`,
    over: (gap) => `超出上限 ${gap}`,
    ofRequired: (actual, required) => `${actual} / ${required}`,
    ofLimit: (actual, limit) => `${actual}，上限 ${limit}`,
    limited: '已按总额限制调整',
    bands: '分档',
    points: '分',
    drivers: '加分因素',
    heldBy: (holder, date) => `由 ${holder} 持有至 ${date}`,
    holdsUntil: (date) => `持有至 ${date}`,
    list: (parts) => parts.join('，'),
    waiting: '等待政策与数据',
    choose: '尚未选择伙伴',
    stale: '以下为此前的最后一次结果',
    more: (count) => `另有 ${count} 项`,
    problems: {
      programme: '政策文件未被接受',
      facts: '数据未被接受',
      evaluation: '无法作出判定',
      load: '计算引擎未能启动',
    },
    policy: "页面的内容安全策略需允许 script-src 'wasm-unsafe-eval'。",
  },
};

/** The locale that the core would choose for this tag; English for a language without texts. */
export const localeOf = (tag) => (/^zh(?![a-z])/i.test(tag ?? '') ? 'zh-CN' : 'en');

export const textsIn = (locale) => TEXTS[locale];

const words = {};

/** The core's words; only once the engine is ready. */
export const wordsIn = (locale) => (words[locale] ??= labels(locale));
