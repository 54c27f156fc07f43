/** The screens of the wizard. The number is for support: "what do you see on S3". */
export const SCREENS = {
  welcome: { number: 'S1', name: 'Welcome' },
  preflight: { number: 'S2', name: 'Preflight' },
  start: { number: 'S3', name: 'Start' },
  proof: { number: 'S4', name: 'Proof' },
  bundle: { number: 'S5', name: 'Bundle' },
  done: { number: 'S6', name: 'Done' },
} as const;
export type ScreenId = keyof typeof SCREENS;
