/** The look of what HubSpot draws around and inside an extension. */
export const HOST_STYLE = `
  main.three { display: grid; grid-template-columns: 300px minmax(0, 1fr) 352px; gap: 20px; align-items: start }
  @media (max-width: 1100px) { main.three { grid-template-columns: 1fr } }
  .extension { min-height: 60px; font-size: 14px; line-height: 1.4 }
  .extension h1 { font-size: 22px } .hs-heading { font-size: 18px; margin: 0 }
  .hs-flex { display: flex } .hs-column { flex-direction: column } .hs-wrap { flex-wrap: wrap }
  .hs-gap-extra-small { gap: 4px } .hs-gap-small { gap: 8px } .hs-gap-medium { gap: 16px } .hs-gap-large { gap: 24px }
  .hs-justify-between { justify-content: space-between } .hs-justify-end { justify-content: flex-end }
  .hs-row.hs-align-center, .hs-row.hs-align-end, .hs-row.hs-align-baseline { align-items: center }
  .hs-text { display: block } .hs-text.microcopy { font-size: 12px; color: #425b76 } .hs-text.bold, .hs-text.demibold { font-weight: 600 }
  .hs-divider { border: 0; border-top: 1px solid #dfe3eb; width: 100%; margin: 4px 0 }
  .hs-tile { border: 1px solid #cbd6e2; border-radius: 4px; padding: 12px; background: #f5f8fa }
  .hs-note { border: 1px solid #7fd1de; background: #e5f5f8; border-radius: 3px; padding: 8px 12px }
  .hs-note.hs-warning { border-color: #fae0b5; background: #fef8f0 } .hs-note.hs-danger { border-color: #fab3b9; background: #fdedee } .hs-note.hs-success { border-color: #7fdec6; background: #e5f8f4 }
  .hs-state { text-align: center; padding: 16px; display: grid; gap: 8px }
  .hs-button.hs-secondary { background: #fff; color: #33475b; border-color: #7c98b6 }
  .hs-button.hs-transparent { background: none; border: 0; color: #006a80; padding: 4px 0; text-decoration: underline }
  .hs-button.hs-extra-small { padding: 4px 10px; font-size: 12px } .hs-button.hs-transparent.hs-extra-small { padding: 4px 0 }
  .hs-select { margin: 0 } .hs-select select { border: 0; padding: 2px 0; font-weight: 600; color: #006a80; background: none }
  .hs-tag { font-size: 12px; font-weight: 600; white-space: nowrap } .hs-tag.hs-success { color: #05654f } .hs-tag.hs-warning { color: #7a4d00 } .hs-tag.hs-danger { color: #a8202f }
  .hs-bar { height: 12px; border-radius: 6px; background: #dfe3eb; overflow: hidden; min-width: 80px } .hs-bar i { display: block; height: 100%; background: #516f90 }
  .hs-bar .hs-success { background: #0b8468 } .hs-bar .hs-warning { background: #b07700 } .hs-bar .hs-danger { background: #d43d4b }
  .hs-statistics { display: grid; grid-template-columns: repeat(auto-fit, minmax(130px, 1fr)); gap: 12px; margin: 0 } .hs-statistics dt { font-size: 12px; color: #425b76 } .hs-statistics dd { margin: 0; font-size: 16px; font-weight: 600 } .hs-statistics dd .hs-text { font-size: 12px; font-weight: 400 }
  .hs-trend { font-size: 12px; color: #05654f } .hs-scroll { overflow-x: auto } .hs-table td, .hs-table th { font-size: 13px } .hs-right { text-align: right } .hs-chart { margin: 0 } .hs-chart svg { width: 100%; height: auto }
  .hs-modal { border: 0; border-radius: 6px; padding: 0; max-width: none; max-height: none } .hs-modal::backdrop { background: rgb(33 51 67 / 60%) } .hs-modal header { justify-content: space-between } .hs-modal iframe { border: 0 }
  .hs-alert { position: fixed; inset: 16px 16px auto auto; background: #fdedee; border: 1px solid #fab3b9; padding: 12px 16px; margin: 0; z-index: 5 }
`;
