import { chromium } from '@playwright/test'
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args:['--no-sandbox'] })
const c = await b.newContext({ offline: true, viewport:{width:1280,height:800} })
const p = await c.newPage(); const reqs:string[]=[]
p.on('request',r=>{ if(!r.url().startsWith('data:')) reqs.push(r.url())}); p.on('console',m=>console.log('console',m.text())); p.on('pageerror',e=>console.log('error',e.message))
await p.goto('file:///tmp/l2/iris.html')
await p.waitForTimeout(800)
await p.screenshot({path:'/tmp/l2/p1.png'})
await p.keyboard.press('Enter'); await p.waitForTimeout(1500); await p.screenshot({path:'/tmp/l2/p2.png'})
await p.keyboard.press('Enter');await p.keyboard.press('Enter');await p.waitForTimeout(1500);await p.keyboard.press('l'); await p.waitForTimeout(300); await p.screenshot({path:'/tmp/l2/p3.png'})
await p.keyboard.press('Enter');await p.keyboard.press('3');await p.keyboard.press('Enter');await p.waitForTimeout(1500);  await p.screenshot({path:'/tmp/l2/p4.png'})
await p.pdf({path:'/tmp/l2/p.pdf'}).catch(e=>console.log(e.message))
console.log(reqs); await b.close()
