import type { Component } from 'vue'
import type { Tab } from './view.ts'

/** What each tab shows. */
export const panels: Readonly<Partial<Record<Tab, Component>>> = {}
